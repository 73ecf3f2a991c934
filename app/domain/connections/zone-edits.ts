import type { EditZoneRuleInput, ZoneRule } from "./zone-inputs.ts";

/** The list with one rule added or changed and put in its position; what stood there comes after it. */
export function withZoneRule(
  rules: readonly ZoneRule[],
  { at, position, kind, pattern, zone }: Omit<EditZoneRuleInput, "version">,
): ZoneRule[] {
  const others = at === undefined ? [...rules] : withoutZoneRule(rules, at);
  others.splice(position - 1, 0, { kind, pattern, zone });
  return others;
}

export function withoutZoneRule(rules: readonly ZoneRule[], at: number): ZoneRule[] {
  return rules.filter((_, index) => index !== at - 1);
}

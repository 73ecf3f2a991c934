import { EditZoneRuleInput, type ZoneRule } from "#app/domain/connections/zone-inputs.ts";

type Fields = Record<"kind" | "pattern" | "zone" | "position", string> & { at?: string };

/**
 * What the form of a rule holds: as it stands in the address, else the rule that is changed, else a new one at the end.
 * `edit` is there once the address holds a whole rule. Undefined for a rule that is not there.
 */
export function askedZoneRule(asked: URLSearchParams, rules: readonly ZoneRule[], version: number) {
  const given = asked.get("at");
  const at = given === null ? undefined : Number(given);
  const before = at === undefined ? undefined : rules[at - 1];
  if (at !== undefined && !before) return undefined;
  const field = (name: keyof Fields, otherwise: string) => asked.get(name) ?? otherwise;
  const fields: Fields = {
    ...(at === undefined ? {} : { at: String(at) }),
    kind: field("kind", before?.kind ?? "host"),
    pattern: field("pattern", before?.pattern ?? ""),
    zone: field("zone", before?.zone ?? "internal_segment"),
    position: field("position", String(at ?? rules.length + 1)),
  };
  const errors: Partial<Record<keyof Fields, string[]>> = {};
  if (!asked.has("pattern")) return { fields, errors, edit: null };
  const read = EditZoneRuleInput.safeParse({ ...fields, at, position: Number(fields.position), version });
  if (read.success) return { fields, errors, edit: read.data };
  for (const { path, message } of read.error.issues) {
    const name = path[0];
    if (name === "kind" || name === "pattern" || name === "zone" || name === "position")
      errors[name] = [...(errors[name] ?? []), `This ${message}.`];
  }
  return { fields, errors, edit: null };
}

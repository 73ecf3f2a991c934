import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import { FINDING_RULES, type FindingRule } from "#app/domain/inventory/inventory-words.ts";
import { plural } from "#app/ui/plural.ts";

/** What a rule remarks on, as a heading. */
export const findingWords: Readonly<Record<FindingRule, string>> = Object.fromEntries(
  FINDING_RULES.map((rule) => [rule, RULE_WORDS[rule].title]),
) as Record<FindingRule, string>;

/** What a rule stands on: as many installations, or devices as a whole. */
export function findingReach({ installations, devices }: { installations: number; devices: number }) {
  if (devices === 0) return installations.toLocaleString("en-GB");
  return plural(devices, { one: "# device", other: "# devices" });
}

import { RULE_WORDS } from "#app/domain/inventory/findings/rule-words.ts";
import { FINDING_RULES, type FindingRule } from "#app/domain/inventory/inventory-words.ts";

/** What a rule remarks on, as a heading. */
export const findingWords: Readonly<Record<FindingRule, string>> = Object.fromEntries(
  FINDING_RULES.map((rule) => [rule, RULE_WORDS[rule].title]),
) as Record<FindingRule, string>;

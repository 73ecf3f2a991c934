/** What a person may have to see to, most pressing first: the order of this list is the order of the steps. */
export const NEXT_STEPS = [
  "decide_past_due",
  "blocked_in_use",
  "critical_findings",
  "ownerless_agents",
  "answer_questions",
  "drifted",
  "decide",
  "over_scope",
  "unapproved",
  "lapsed",
  "agent_reviews",
  "own_agent_reviews",
  "ending_grants",
  "silent_devices",
] as const;
export type NextStepKind = (typeof NEXT_STEPS)[number];
export type NextStep = { kind: NextStepKind; count: number };

/** How many there are of each; what a viewer cannot see to, or what does not exist, is 0 or left out. */
export type NextStepFacts = Partial<Record<NextStepKind, number>>;

/** At most `most` steps with something to see to. */
export function nextSteps(facts: NextStepFacts, most = 3): NextStep[] {
  return NEXT_STEPS.map((kind) => ({ kind, count: facts[kind] ?? 0 }))
    .filter((step) => step.count > 0)
    .slice(0, most);
}

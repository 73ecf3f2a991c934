import type { NextStep, NextStepKind } from "#app/domain/overview/next-step-rules.ts";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";

type Words = { one: string; other: string; href: (org: string, me: string) => string };

const inventory = (query: string) => (org: string) => `${paths.inventory(org)}?${query}`;

/** Each step as a verb with what it is about, and the list that holds exactly that. */
const WORDS: Record<NextStepKind, Words> = {
  decide_past_due: {
    one: "Decide # request past due",
    other: "Decide # requests past due",
    href: paths.approvals,
  },
  blocked_in_use: {
    one: "See who still has # blocked server",
    other: "See who still has # blocked servers",
    href: inventory("standing=blocked"),
  },
  critical_findings: {
    one: "Mend critical findings on # server",
    other: "Mend critical findings on # servers",
    href: inventory("severity=critical"),
  },
  ownerless_agents: {
    one: "Find somebody to answer for # agent",
    other: "Find somebody to answer for # agents",
    href: (org) => `${paths.agents(org)}?view=ownerless`,
  },
  answer_questions: {
    one: "Answer the question on # request",
    other: "Answer the questions on # requests",
    href: (org, me) =>
      `${paths.requests(org)}?${new URLSearchParams({ requester: me, state: "waiting_for_requester", open: "yes" })}`,
  },
  drifted: {
    one: "Look at # drifted server",
    other: "Look at # drifted servers",
    href: inventory("standing=drifted"),
  },
  decide: { one: "Decide # request", other: "Decide # requests", href: paths.approvals },
  over_scope: {
    one: "Look at # server used over its scope",
    other: "Look at # servers used over their scope",
    href: inventory("standing=over_scope"),
  },
  unapproved: {
    one: "Look at # unapproved server",
    other: "Look at # unapproved servers",
    href: inventory("standing=unapproved"),
  },
  lapsed: {
    one: "Look at # server whose approval lapsed",
    other: "Look at # servers whose approval lapsed",
    href: inventory("standing=lapsed"),
  },
  agent_reviews: {
    one: "See to the review of # agent",
    other: "See to the reviews of # agents",
    href: (org) => `${paths.agents(org)}?view=review`,
  },
  own_agent_reviews: {
    one: "Have # agent of yours reviewed",
    other: "Have # agents of yours reviewed",
    href: (org, me) => `${paths.agents(org)}?${new URLSearchParams({ view: "review", owner: me })}`,
  },
  ending_grants: {
    one: "Renew # grant about to end",
    other: "Renew # grants about to end",
    href: (org) => `${paths.grants(org)}?endsWithin=${ENDING_DAYS}`,
  },
  silent_devices: {
    one: "Ask after # silent device",
    other: "Ask after # silent devices",
    href: (org) => `${paths.settings(org, "devices")}?show=silent`,
  },
};

export function stepWords({ kind, count }: NextStep, org: string, me: string) {
  const { href, ...forms } = WORDS[kind];
  return { label: plural(count, forms), href: href(org, me) };
}

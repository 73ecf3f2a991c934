import type { Environment } from "#app/domain/identity/environments.ts";
import { can, type Role } from "#app/domain/permissions.ts";

/** Nobody runs unreviewed for longer. */
export const LONGEST_REVIEW_DAYS = 365;
/** An agent is shown as due this long before its review date. */
export const REVIEW_SOON_DAYS = 14;
const DAY = 86_400_000;

/**
 * `ownerless` and `retired` agents are refused every call; a review that is overdue is shown and stops nothing by itself,
 * since every grant has an end of its own.
 */
export const AGENT_STATES = ["active", "review_soon", "review_due", "ownerless", "retired"] as const;
export type AgentState = (typeof AGENT_STATES)[number];

export function agentState(
  agent: { retiredAt: Date | null; reviewBy: Date; ownerRemovedAt: Date | null },
  now: Date,
): AgentState {
  if (agent.retiredAt) return "retired";
  if (agent.ownerRemovedAt) return "ownerless";
  if (now >= agent.reviewBy) return "review_due";
  return now.getTime() >= agent.reviewBy.getTime() - REVIEW_SOON_DAYS * DAY ? "review_soon" : "active";
}

/** The last moment of the day `LONGEST_REVIEW_DAYS` from now. */
export function latestReview(now: Date): Date {
  const latest = new Date(now.getTime() + LONGEST_REVIEW_DAYS * DAY);
  latest.setUTCHours(23, 59, 59, 999);
  return latest;
}

/** What is wrong with a review date, by the sentence for its field; null when nothing is. */
export function problemOfReview(reviewBy: Date, now: Date): string | null {
  if (reviewBy <= now) return "That date has passed. Choose a later one.";
  if (reviewBy <= latestReview(now)) return null;
  return `An agent is reviewed at least every ${LONGEST_REVIEW_DAYS} days. Choose a date up to ${latestReview(now).toISOString().slice(0, 10)}.`;
}

type Person = { memberId: string; accountId: string; role: Role };
type Owner = { memberId: string; accountId: string };

/** Whoever answers for the agent, and those who manage all. */
export function mayManageAgent(who: Person, owner: Owner): boolean {
  return who.memberId === owner.memberId || can({ role: who.role, scopes: null }, "agent.manage_all");
}

/** Why somebody cannot review this agent, or null. Nobody reviews their own case, as another member neither. */
export function whyNotReview(who: Person, owner: Owner): string | null {
  if (!can({ role: who.role, scopes: null }, "agent.manage_all"))
    return "Security, an admin or an owner reviews agents.";
  if (who.memberId === owner.memberId || who.accountId === owner.accountId)
    return "You answer for this agent, so somebody else reviews it.";
  return null;
}

type AskedAgent = { environment: Environment; owner: Owner & { name: string } };

/**
 * Why somebody cannot ask for access for this agent, or null. A production agent needs its owner's request; for the
 * others, whoever shares a team with the owner may ask too, and guardians.
 */
export function whyNotAskFor(who: Person & { sharesTeam: boolean }, agent: AskedAgent): string | null {
  if (who.memberId === agent.owner.memberId) return null;
  if (agent.environment === "production")
    return `It runs in production, so the request has to come from ${agent.owner.name}, who answers for it.`;
  if (who.sharesTeam || can({ role: who.role, scopes: null }, "grant.manage")) return null;
  return `Only ${agent.owner.name}, who answers for it, and the people in a team with them can ask for it.`;
}

import type { RequestState } from "./request-words.ts";

export const LONGEST_GRANT_DAYS = 180;
/** A request not decided by then expires. */
export const REQUEST_DAYS = 14;
const DAY = 86_400_000;

const NEXT: Record<RequestState, readonly RequestState[]> = {
  submitted: ["pending_approval", "withdrawn", "cancelled", "expired"],
  pending_approval: ["waiting_for_requester", "approved", "denied", "expired", "withdrawn", "cancelled"],
  waiting_for_requester: ["pending_approval", "denied", "expired", "withdrawn", "cancelled"],
  approved: [],
  denied: [],
  expired: [],
  withdrawn: [],
  cancelled: [],
};

export function maySucceed(from: RequestState, to: RequestState): boolean {
  return NEXT[from].includes(to);
}

export function isFinal(state: RequestState): boolean {
  return NEXT[state].length === 0;
}

export const OPEN_STATES = ["submitted", "pending_approval", "waiting_for_requester"] as const;

/** What is wrong with an end date, by the sentence for its field; null when nothing is. */
export function problemOfEnd(endsAt: Date, now: Date): string | null {
  if (endsAt <= now) return "The end date has passed. Choose a later one.";
  const latest = latestEnd(now);
  if (endsAt <= latest) return null;
  return `The end date is past the ${LONGEST_GRANT_DAYS}-day limit. Choose a date up to ${dayOf(latest)}.`;
}

/** The last moment of the day `LONGEST_GRANT_DAYS` from now. */
export function latestEnd(now: Date): Date {
  const end = new Date(now.getTime() + LONGEST_GRANT_DAYS * DAY);
  end.setUTCHours(23, 59, 59, 999);
  return end;
}

export function expiryOf(submittedAt: Date): Date {
  return new Date(submittedAt.getTime() + REQUEST_DAYS * DAY);
}

/** "21 May 2027", in UTC. */
export function dayOf(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);
}

/** "2 minutes ago". */
export function ago(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 60_000));
  const format = new Intl.RelativeTimeFormat("en-GB");
  if (minutes < 1) return "just now";
  if (minutes < 60) return format.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? format.format(-hours, "hour") : format.format(-Math.floor(hours / 24), "day");
}

export type Terms = {
  /** null: all */
  tools: readonly string[] | null;
  environment: string;
  /** null: any */
  release: string | null;
  endsAt: Date;
};

/** Why an answer is wider than what was asked, by field; empty when it is the same or narrower. */
export function widerThanAsked(asked: Terms, answer: Terms): Record<string, string[]> {
  const wider: Record<string, string[]> = {};
  if (asked.tools !== null) {
    const extra = answer.tools?.filter((tool) => !asked.tools?.includes(tool));
    if (extra === undefined)
      wider.tools = ["All tools are more than was asked for. Choose among those asked for."];
    else if (extra.length > 0) wider.tools = [`Not asked for: ${extra.slice(0, 5).join(", ")}.`];
  }
  if (answer.tools?.length === 0) wider.tools = ["Choose at least one tool, or deny the request."];
  if (answer.endsAt > asked.endsAt)
    wider.endsAt = [`Later than asked for. Choose a date up to ${dayOf(asked.endsAt)}.`];
  if (answer.environment !== asked.environment) {
    wider.environment = [`Asked for ${asked.environment}. Another environment needs a request of its own.`];
  }
  if (asked.release !== null && answer.release !== asked.release) {
    wider.release = [`Asked for release ${asked.release}. Another release needs a request of its own.`];
  }
  return wider;
}

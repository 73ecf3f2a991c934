import { type DecidedRequest, type Decider, mayDecide } from "./decider-rules.ts";
import { isFinal, maySucceed } from "./request-rules.ts";
import type { RequestState } from "./request-words.ts";

/** `null`: possible; otherwise why not, in plain text beside the control. */
export type Possible = string | null;
export type RequestActions = Record<"approve" | "deny" | "ask" | "withdraw" | "answer", Possible> & {
  /** whether the actor is a decider of this request at all, whatever its state */
  isDecider: boolean;
  isRequester: boolean;
};

/** What the actor can do with a request now, and why not where they cannot. The verbs ask the same rules again. */
export function requestActions(
  row: { kind: "access" | "drift"; state: RequestState; expiresAt: Date; requesterId: string },
  actor: Decider,
  concerned: DecidedRequest,
  now: Date,
): RequestActions {
  const eligible = mayDecide(actor, concerned);
  const isRequester = row.requesterId === actor.memberId;
  const isPast = !isFinal(row.state) && now >= row.expiresAt;
  const inState = (to: RequestState): Possible => {
    if (isPast) return "This request expired undecided.";
    if (maySucceed(row.state, to)) return null;
    return isFinal(row.state) ? `This request is ${row.state}.` : (NOT_NOW[to] ?? "Not in this state.");
  };
  const decides = (to: RequestState): Possible => (eligible.allowed ? inState(to) : eligible.because);
  const own = (to: RequestState): Possible =>
    isRequester ? inState(to) : "Only the person who asked can do this.";
  return {
    approve: decides("approved"),
    deny: decides("denied"),
    ask: decides("waiting_for_requester"),
    withdraw: row.kind === "drift" ? "Castellan asks this, so nobody withdraws it." : own("withdrawn"),
    answer: own("pending_approval"),
    isDecider: eligible.allowed,
    isRequester,
  };
}

const NOT_NOW: Partial<Record<RequestState, string>> = {
  approved: "It waits for the requester's answer.",
  waiting_for_requester: "A question is open already.",
  pending_approval: "No question is open.",
};

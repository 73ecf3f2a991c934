/** How long a request waits for another owner; then it is void. */
export const CONFIRM_DAYS = 7;
/** How long a confirmed deletion waits, so that every owner sees it and can cancel. */
export const WAITING_DAYS = 7;

const DAY = 86_400_000;

export type DeletionTimes = {
  requestedAt: Date;
  dueAt: Date | null;
  cancelledAt: Date | null;
  startedAt: Date | null;
};

/** `lapsed`: nobody confirmed in time. `due`: the next sweep begins. `deleting`: nothing stops it any more. */
export type DeletionState = "requested" | "lapsed" | "waiting" | "due" | "deleting" | "cancelled";

export function deletionState(row: DeletionTimes, now: Date): DeletionState {
  if (row.cancelledAt) return "cancelled";
  if (row.startedAt) return "deleting";
  if (row.dueAt) return row.dueAt <= now ? "due" : "waiting";
  return lapsesAt(row) <= now ? "lapsed" : "requested";
}

export function lapsesAt({ requestedAt }: { requestedAt: Date }): Date {
  return new Date(requestedAt.getTime() + CONFIRM_DAYS * DAY);
}

export function dueFrom(confirmedAt: Date): Date {
  return new Date(confirmedAt.getTime() + WAITING_DAYS * DAY);
}

/** Why it cannot be confirmed, or null. People are compared by account. */
export function whyNotConfirm(facts: {
  state: DeletionState;
  isOwnRequest: boolean;
  isRequesterOwner: boolean;
}): string | null {
  if (facts.state === "lapsed") return "Nobody confirmed it in time, so it is void. Ask anew.";
  if (facts.state === "cancelled") return "It was cancelled.";
  if (facts.state !== "requested") return "It is confirmed already.";
  if (!facts.isRequesterOwner) return "Whoever asked for it is no longer an owner. Ask anew.";
  if (facts.isOwnRequest) return "You asked for it yourself. Another owner has to confirm it.";
  return null;
}

/** Why it cannot be cancelled, or null. */
export function whyNotCancel(state: DeletionState): string | null {
  if (state === "deleting") return "It has begun and cannot be stopped.";
  if (state === "cancelled") return "It was cancelled already.";
  return null;
}

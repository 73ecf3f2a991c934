import type { IconName } from "./icon-names.ts";

export type Tone = "green" | "amber" | "orange" | "red" | "blue" | "purple" | "slate";

/** How one state is drawn. `dashed` means only "nobody could look"; `quiet` states are icon and word in tables. */
export type Look = { tone: Tone; icon: IconName; word: string; dashed?: true; quiet?: true };
export type RiskLook = { tone: Tone; word: string; bars: 1 | 2 | 3 | 4 };

export const standingLook = {
  blocked: { tone: "red", icon: "ban", word: "Blocked" },
  drifted: { tone: "purple", icon: "git-compare-arrows", word: "Drifted" },
  over_scope: { tone: "orange", icon: "unfold-horizontal", word: "Over scope" },
  lapsed: { tone: "slate", icon: "timer-off", word: "Lapsed" },
  unapproved: { tone: "amber", icon: "circle-question-mark", word: "Unapproved" },
  approved: { tone: "green", icon: "circle-check", word: "Approved", quiet: true },
} as const satisfies Record<string, Look>;

export const presenceLook = {
  present: { tone: "slate", icon: "laptop", word: "Present", quiet: true },
  removed: { tone: "slate", icon: "circle-slash", word: "Removed", quiet: true },
  returned: { tone: "amber", icon: "rotate-ccw", word: "Returned" },
  silent: { tone: "slate", icon: "eye-off", word: "Silent", dashed: true },
} as const satisfies Record<string, Look>;

export const requestLook = {
  submitted: { tone: "blue", icon: "send", word: "Submitted" },
  pending_approval: { tone: "blue", icon: "clock", word: "Pending approval" },
  waiting_for_requester: {
    tone: "blue",
    icon: "message-circle-question-mark",
    word: "Waiting for requester",
  },
  approved: { tone: "green", icon: "circle-check", word: "Approved", quiet: true },
  denied: { tone: "red", icon: "x", word: "Denied" },
  expired: { tone: "slate", icon: "timer-off", word: "Expired", quiet: true },
  withdrawn: { tone: "slate", icon: "undo-2", word: "Withdrawn", quiet: true },
  cancelled: { tone: "slate", icon: "circle-slash", word: "Cancelled", quiet: true },
} as const satisfies Record<string, Look>;

export const grantLook = {
  scheduled: { tone: "blue", icon: "calendar-clock", word: "Scheduled" },
  active: { tone: "green", icon: "circle-check", word: "Active", quiet: true },
  suspended: { tone: "red", icon: "circle-pause", word: "Suspended" },
  revoked: { tone: "slate", icon: "circle-slash", word: "Revoked" },
  ended: { tone: "slate", icon: "timer-off", word: "Ended", quiet: true },
} as const satisfies Record<string, Look>;

/** An agent: a review that is due is shown and stops nothing, a missing owner and the end stop every call. */
export const agentLook = {
  active: { tone: "green", icon: "circle-check", word: "Active", quiet: true },
  review_soon: { tone: "amber", icon: "calendar-clock", word: "Review soon" },
  review_due: { tone: "amber", icon: "hourglass", word: "Review overdue" },
  ownerless: { tone: "red", icon: "ban", word: "Nobody answers" },
  retired: { tone: "slate", icon: "circle-slash", word: "Retired" },
} as const satisfies Record<string, Look>;

/** What became of looking for one fact: three blanks that never resemble each other. */
export const outcomeLook = {
  found: { tone: "slate", icon: "eye", word: "Found", quiet: true },
  none: { tone: "slate", icon: "circle-dashed", word: "None found", quiet: true },
  could_not_look: { tone: "slate", icon: "eye-off", word: "Could not look", dashed: true },
  not_looked: { tone: "slate", icon: "eye-closed", word: "Not looked yet", quiet: true },
} as const satisfies Record<string, Look>;

/** How a publisher is known: one signature that is wrong outweighs what is verified. */
export const publisherLook = {
  verified: { tone: "green", icon: "circle-check", word: "Verified", quiet: true },
  claimed: { tone: "slate", icon: "circle-question-mark", word: "Claimed only" },
  contradicted: { tone: "red", icon: "ban", word: "Contradicted" },
} as const satisfies Record<string, Look>;

/** A row of the trust score. Found is not good by itself, so none of the three has a colour. */
export const evidenceLook = {
  found: { tone: "slate", icon: "eye", word: "Found", quiet: true },
  not_found: { tone: "slate", icon: "circle-dashed", word: "Not found", quiet: true },
  could_not_look: { tone: "slate", icon: "eye-off", word: "Could not look", dashed: true },
} as const satisfies Record<string, Look>;

/** Somebody or something is at it. */
export const waitingLook: Look = { tone: "blue", icon: "clock", word: "Being asked" };

export const answerLook = {
  yes: { tone: "green", icon: "circle-check", word: "Yes", quiet: true },
  no: { tone: "red", icon: "x", word: "No" },
  unknown: { tone: "slate", icon: "eye-off", word: "Unknown", dashed: true },
} as const satisfies Record<string, Look>;

export const toolClassLook = {
  read: { tone: "slate", icon: "book-open", word: "Read", quiet: true },
  network: { tone: "slate", icon: "globe", word: "Network", quiet: true },
  undeclared: { tone: "slate", icon: "circle-question-mark", word: "Undeclared" },
  write: { tone: "amber", icon: "pencil", word: "Write" },
  messages: { tone: "amber", icon: "send", word: "Messages people" },
  secrets: { tone: "orange", icon: "key-round", word: "Secrets" },
  destructive: { tone: "red", icon: "trash-2", word: "Destructive" },
  execute: { tone: "red", icon: "terminal", word: "Execute" },
} as const satisfies Record<string, Look>;

/** Something in a text that people do not see or that is meant for the model. */
export const hiddenLook: Look = { tone: "orange", icon: "eye-off", word: "Hidden" };

/** A tool that says less of itself than its name, its text or its parameters do. */
export const contradictionLook: Look = { tone: "orange", icon: "triangle-alert", word: "Contradicts itself" };

export const callLook = {
  allowed: { tone: "green", icon: "circle-check", word: "Allowed", quiet: true },
  refused: { tone: "red", icon: "ban", word: "Refused" },
} as const satisfies Record<string, Look>;

/** An invitation, API key, enrollment code or device key. */
export const keyLook = {
  pending: { tone: "blue", icon: "clock", word: "Pending" },
  active: { tone: "green", icon: "circle-check", word: "Active", quiet: true },
  used: { tone: "slate", icon: "check", word: "Used", quiet: true },
  ended: { tone: "slate", icon: "timer-off", word: "Ended", quiet: true },
  revoked: { tone: "slate", icon: "circle-slash", word: "Revoked", quiet: true },
} as const satisfies Record<string, Look>;

/** A team whose last lead left. */
export const leadLook = {
  lost: { tone: "amber", icon: "triangle-alert", word: "Its lead left" },
} as const satisfies Record<string, Look>;

/** What became of a mail. */
export const mailLook = {
  waiting: { tone: "slate", icon: "clock", word: "On its way", quiet: true },
  accepted: { tone: "green", icon: "mail", word: "Mailed", quiet: true },
  refused: { tone: "red", icon: "triangle-alert", word: "Refused" },
  not_set_up: { tone: "slate", icon: "link", word: "Link only", quiet: true },
  overdue: { tone: "amber", icon: "hourglass", word: "Not sent" },
} as const satisfies Record<string, Look>;
/** A team that was put aside. */
export const archivedLook: Look = { tone: "slate", icon: "circle-off", word: "Archived", quiet: true };

/** Risk bands and finding severities share one scale. */
export const riskLook = {
  low: { tone: "slate", word: "Low", bars: 1 },
  medium: { tone: "amber", word: "Medium", bars: 2 },
  high: { tone: "orange", word: "High", bars: 3 },
  critical: { tone: "red", word: "Critical", bars: 4 },
} as const satisfies Record<string, RiskLook>;

export type Risk = keyof typeof riskLook;

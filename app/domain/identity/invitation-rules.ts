import type { InvitationMail } from "#app/domain/identity/invitation-words.ts";

/** How long a link may be accepted. */
export const INVITATION_DAYS = 7;
/** How many mails one invitation sends in all, and how far apart: nobody's mailbox is flooded by asking again. */
export const MAILS_PER_INVITATION = 6;
const MAIL_EVERY_MS = 60_000;
/** How many invitations an organization mails in a minute; the rest wait for the next one. */
const MAILS_PER_MINUTE = 120;
/** A mail that still waits after this long is not coming by itself. */
const MAIL_OVERDUE_MS = 3_600_000;

/** How long a mail is put off when `sent` went out in the last minute and it is the `ahead`-th of those that wait. */
export function secondsUntilTurn({ sent, ahead }: { sent: number; ahead: number }): number {
  return sent < MAILS_PER_MINUTE ? 0 : 60 * Math.max(1, Math.ceil(ahead / MAILS_PER_MINUTE));
}

/** How long the mail of the `place`-th of many invitations, from 0, is put off, so that none comes too early and is put off again. */
export function secondsUntilMailed(place: number): number {
  return 60 * Math.floor(place / MAILS_PER_MINUTE);
}

type Dates = { expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null };
export type InvitationState = "pending" | "accepted" | "revoked" | "ended";

export function invitationState(invitation: Dates, now: Date): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  if (invitation.revokedAt) return "revoked";
  return now < invitation.expiresAt ? "pending" : "ended";
}

/** Why a link does not work any more, for the person who opened it. */
export const DEAD_LINK: Record<Exclude<InvitationState, "pending">, string> = {
  accepted: "This link was used already. Sign in with your email and password.",
  revoked: "This invitation was withdrawn. Ask whoever invited you for a new link.",
  ended: "This link has ended. Ask whoever invited you for a new one.",
};

/** Why an invitation cannot be sent again now, or null. */
export function whyNotRenew(
  row: Dates & { mailAt: Date | null; mails: number; invitedAnew: boolean },
  now: Date,
): string | null {
  const state = invitationState(row, now);
  if (state === "accepted") return "This invitation was accepted already.";
  if (state === "revoked") return "This invitation was withdrawn. Invite the person anew.";
  if (row.invitedAnew) return "The address was invited anew meanwhile. Send that invitation again.";
  if (row.mailAt && now.getTime() - row.mailAt.getTime() < MAIL_EVERY_MS) {
    return "It was sent less than a minute ago. Wait a moment.";
  }
  if (row.mails >= MAILS_PER_INVITATION) {
    return `It was sent ${MAILS_PER_INVITATION} times already. Ask the person, or withdraw it and invite another address.`;
  }
  return null;
}

/** What to show of the mail: as stored, and "overdue" for one that should have gone out long ago. */
export function mailState(
  row: { mail: InvitationMail | null; mailAt: Date | null },
  now: Date,
): InvitationMail | "overdue" | null {
  const isOverdue = row.mailAt !== null && now.getTime() - row.mailAt.getTime() >= MAIL_OVERDUE_MS;
  return row.mail === "waiting" && isOverdue ? "overdue" : row.mail;
}

export type WayIn =
  /** Nobody has this address yet: name and password make the account. */
  | "new_account"
  /**
   * The account has no password yet, and the link came from the operator or by mail: the person sets it. An operator's
   * is for somebody who is a member already: accepting sets the password, marks the link used and adds nobody.
   */
  | "set_password"
  /** The address has an account: only who is signed in to it accepts. */
  | "sign_in"
  | "confirm"
  /** Signed in to some other account. */
  | "wrong_account";

/**
 * What accepting an invitation takes. The link shown to a member never sets the password of an account that exists:
 * that member has seen it, and the account may belong to other organizations. The link in the mail was seen by the
 * mailbox alone, which is what a mailed reset of the password asks for too.
 */
export function wayIn(facts: {
  account: { id: string; hasPassword: boolean } | null;
  madeByOperator: boolean;
  byMail: boolean;
  signedInAs: string | null;
}): WayIn {
  const { account, madeByOperator, byMail, signedInAs } = facts;
  if (account && !account.hasPassword && madeByOperator) return "set_password";
  if (account && !account.hasPassword && byMail && !signedInAs) return "set_password";
  if (signedInAs) return account?.id === signedInAs ? "confirm" : "wrong_account";
  return account ? "sign_in" : "new_account";
}

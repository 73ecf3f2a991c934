/** How long a link may be accepted. */
export const INVITATION_DAYS = 7;

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

export type WayIn =
  /** Nobody has this address yet: name and password make the account. */
  | "new_account"
  /**
   * The operator made this link for an account without a password: the person sets it. They are a member already, so
   * accepting sets the password, marks the link used and adds nobody.
   */
  | "set_password"
  /** The address has an account: only who is signed in to it accepts. */
  | "sign_in"
  | "confirm"
  /** Signed in to some other account. */
  | "wrong_account";

/**
 * What accepting an invitation takes. A link made by a member never sets the password of an account that exists:
 * the member who made it has seen the link, and the account may belong to other organizations.
 */
export function wayIn(facts: {
  account: { id: string; hasPassword: boolean } | null;
  madeByOperator: boolean;
  signedInAs: string | null;
}): WayIn {
  const { account, madeByOperator, signedInAs } = facts;
  if (account && !account.hasPassword && madeByOperator) return "set_password";
  if (signedInAs) return account?.id === signedInAs ? "confirm" : "wrong_account";
  return account ? "sign_in" : "new_account";
}

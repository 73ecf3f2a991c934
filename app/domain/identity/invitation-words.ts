/** What became of the mail with the link. */
export const INVITATION_MAILS = ["waiting", "accepted", "refused", "not_set_up"] as const;
export type InvitationMail = (typeof INVITATION_MAILS)[number];

/** What a notice is about, as a person chooses what is mailed. In the product it is always shown. */
export const NOTICE_GROUPS = ["waits_on_me", "my_requests", "my_access", "alerts", "account"] as const;
export type NoticeGroup = (typeof NOTICE_GROUPS)[number];

export const GROUP_WORDS: Record<NoticeGroup, { label: string; hint: string }> = {
  waits_on_me: {
    label: "Waits for you",
    hint: "Requests that you can decide, and answers to questions about them.",
  },
  my_requests: { label: "Your requests", hint: "What became of them, and questions about them." },
  my_access: {
    label: "Your access",
    hint: "What you may use begins, changes, is about to end or ended; your teams, keys and devices.",
  },
  alerts: {
    label: "The organization",
    hint: "Blocked servers, silent devices, people who came or left, grants you approved that are about to end.",
  },
  account: {
    label: "Safety of your account",
    hint: "Your role, how you sign in, your keys and devices, changed by somebody else; that an organization you own is to be deleted.",
  },
};

export const MAIL_CHOICES = ["at_once", "daily", "weekly", "none"] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

/** Before anybody chose. What asks for an act comes at once; what is only to be known gathers for a day. */
export const DEFAULT_MAIL: Record<NoticeGroup, MailChoice> = {
  waits_on_me: "at_once",
  my_requests: "at_once",
  my_access: "at_once",
  alerts: "daily",
  account: "at_once",
};

/** What touches the safety of one's own account is mailed at once, whatever anybody wishes. */
export const FIXED_GROUPS: readonly NoticeGroup[] = ["account"];

/** `daily` and `weekly` gather for a digest; `dropped`: nobody may or needs to get it any more. */
export const MAIL_STATES = [
  "none",
  "daily",
  "weekly",
  "waiting",
  "sending",
  "sent",
  "refused",
  "not_set_up",
  "dropped",
] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** `empty`: everything in it was read meanwhile, so nothing was mailed. */
export const DIGEST_STATES = ["waiting", "sending", "sent", "empty", "refused", "not_set_up"] as const;

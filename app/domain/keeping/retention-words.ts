/**
 * What is forgotten after a period, if an administrator sets one. Without one it is kept, so that nothing disappears
 * because a version changed; what only repeats the record has a longest period besides. `floor` is the shortest in days.
 */
export const RETENTION_NOUNS = [
  "scans",
  "removed_installations",
  "ended_invitations",
  "read_notices",
  "audit_events",
] as const;
export type RetentionNoun = (typeof RETENTION_NOUNS)[number];

export const LONGEST_DAYS = 3_650;

type RetentionWords = {
  label: string;
  what: string;
  floor: number;
  whyFloor: string;
  /** The longest, in days, which counts where nobody set a period; without it that is for ever. */
  ceiling?: number;
  one: string;
  other: string;
};

export const RETENTION: Record<RetentionNoun, RetentionWords> = {
  scans: {
    label: "Reports of devices",
    what: "That a device reported and when, and what was read on devices revoked since. What stands in the inventory now stays.",
    floor: 30,
    whyFloor: "A month is what it takes to notice that a device fell silent and to ask about it.",
    one: "# report or file",
    other: "# reports and files",
  },
  removed_installations: {
    label: "Removed installations",
    what: "Servers gone from somebody's client, or seen on a device revoked since, with their findings. One that a request names stays.",
    floor: 30,
    whyFloor: "A month, so that what was removed can still be looked at when the next review asks.",
    one: "# installation",
    other: "# installations",
  },
  ended_invitations: {
    label: "Ended invitations",
    what: "Names and addresses of people whose invitation was accepted, withdrawn or has ended.",
    floor: 1,
    whyFloor: "Nothing depends on them once they have ended.",
    one: "# invitation",
    other: "# invitations",
  },
  read_notices: {
    label: "Read notices",
    what: "What somebody was told and has read. The audit says what happened; unread ones are kept a year.",
    floor: 30,
    whyFloor: "A job that was held up tells nobody after a month; until then it has to see who was told.",
    ceiling: 90,
    one: "# notice",
    other: "# notices",
  },
  audit_events: {
    label: "Audit events",
    what: "Who did what, to what and when.",
    floor: 400,
    whyFloor:
      "An audit looks back over twelve months and takes about one more; PCI DSS 4.0 (10.5.1) asks for twelve. The database itself refuses less.",
    one: "# event",
    other: "# events",
  },
};

/** What is never forgotten by a period, and why. */
export const KEPT: readonly { what: string; why: string }[] = [
  {
    what: "Requests, decisions, grants and blocks",
    why: "They are the record of who was allowed what, by whom. They name people by id.",
  },
  {
    what: "Servers, their lists of tools and pins",
    why: "They say what an approval was given for. They hold nothing about people.",
  },
  {
    what: "Members, teams, devices and keys",
    why: "The record names them. A person who left can be erased: the record then names an id.",
  },
];

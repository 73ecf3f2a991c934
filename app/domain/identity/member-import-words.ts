export const IMPORT_STATES = ["checked", "running", "done", "withdrawn"] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What would become of a line, and what became of it. */
export const LINE_OUTCOMES = ["ready", "invited", "refused", "member", "open", "repeated", "odd"] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

/**
 * Of one import. An organization's mails go out at 120 a minute, so this many are mailed before the first would count
 * as overdue.
 */
export const MOST_LINES = 5_000;
/** Bytes of the file: 5,000 people with long names and several teams are about 1 MB. */
export const LARGEST_FILE = 4 * 1024 * 1024;
/** Names and addresses of an import that ended are kept this long, to look at what became of each line. */
export const LINES_KEPT_DAYS = 7;
/** Of one that nobody started. */
export const UNSTARTED_KEPT_DAYS = 1;

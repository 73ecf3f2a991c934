export const DEVICE_KINDS = ["enrolled", "pasted"] as const;

export const FINDING_RULES = [
  "literal-secret",
  "unpinned",
  "plain-http",
  "home-mounted",
  "shell-wrapper",
] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

export const FINDING_SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** Derived, the first that applies. */
export const STANDINGS = ["blocked", "drifted", "over_scope", "lapsed", "unapproved", "approved"] as const;
export type Standing = (typeof STANDINGS)[number];

export const PRESENCES = ["present", "removed", "returned", "silent"] as const;

/** A device that has not reported for this long is silent: what runs there is unknown. */
export const SILENT_AFTER_DAYS = 7;

/** What came back after it was removed is shown as returned for this long. */
export const RETURNED_FOR_DAYS = 30;

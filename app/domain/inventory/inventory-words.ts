export const DEVICE_KINDS = ["enrolled", "pasted"] as const;

/** What is remarked on, in the order it is shown. Titles and reasons: `findings/rule-words.ts`. */
export const LAUNCH_RULES = [
  "literal-secret",
  "secret-in-git",
  "unpinned",
  "typosquat",
  "imitated-name",
  "plain-http",
  "tls-unchecked",
  "home-mounted",
  "container-privileged",
  "docker-socket",
  "host-network",
  "shell-wrapper",
  "download-and-run",
  "auto-approved",
] as const;

/** What somebody else finds out about an installation and notes: `note-findings.server.ts`. */
const NOTED_RULES = ["malicious-release", "vulnerable-release", "zone-exposed", "zones-joined"] as const;

/** What is remarked on a device as a whole, with no installation of its own. */
const DEVICE_RULES = ["silent-device"] as const;

export const FINDING_RULES = [...LAUNCH_RULES, ...NOTED_RULES, ...DEVICE_RULES] as const;
export type LaunchRule = (typeof LAUNCH_RULES)[number];
export type NotedRule = (typeof NOTED_RULES)[number];
export type FindingRule = (typeof FINDING_RULES)[number];

/** Who says so: the rules on the launch at each report, advisories on the release, the zones a server joins, or the clock. */
export const FINDING_SOURCES = ["launch", "advisory", "zone", "device"] as const;
export type FindingSource = (typeof FINDING_SOURCES)[number];

/** How far an acceptance reaches: one finding as it is, its rule on the installation, or its rule on every installation of the server. */
export const ACCEPTANCE_REACHES = ["finding", "installation", "server"] as const;
export type AcceptanceReach = (typeof ACCEPTANCE_REACHES)[number];

export const FINDING_SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** Derived, the first that applies. */
export const STANDINGS = ["blocked", "drifted", "over_scope", "lapsed", "unapproved", "approved"] as const;
export type Standing = (typeof STANDINGS)[number];

export const PRESENCES = ["present", "removed", "returned", "silent"] as const;

/** After what an installation came back, the weightier first. */
export const RETURNED_AFTER = ["block", "revocation", "removal"] as const;

/** A device that has not reported for this long is silent: what runs there is unknown. */
export const SILENT_AFTER_DAYS = 7;

/** What came back after it was removed is shown as returned for this long. */
export const RETURNED_FOR_DAYS = 30;

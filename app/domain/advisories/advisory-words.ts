export const ADVISORY_SEVERITIES = ["low", "medium", "high", "critical", "unknown"] as const;
export type AdvisorySeverity = (typeof ADVISORY_SEVERITIES)[number];

/** `GIT` ranges name commits, which no release of a package tells. */
export const RANGE_TYPES = ["SEMVER", "ECOSYSTEM", "GIT"] as const;
export type RangeType = (typeof RANGE_TYPES)[number];

export const EVENT_KINDS = ["introduced", "fixed", "last_affected", "limit"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type VersionRange = { type: RangeType; events: { kind: EventKind; version: string }[] };

/** What one advisory says of one package. */
export type AffectedPackage = {
  /** As a server's identity is written: `npm:lodash`, `pypi:jinja2`, `oci:docker.io/library/nginx`; else the ecosystem in lower case. */
  package: string;
  ecosystem: string;
  name: string;
  ranges: VersionRange[];
  versions: string[];
  /** There were more versions or ranges than are kept, so that one that is not listed may be affected still. */
  isCut: boolean;
};

export type Advisory = {
  osvId: string;
  summary: string;
  aliases: string[];
  severity: AdvisorySeverity;
  /** The CVSS vector the severity comes from, or the best there is. */
  vector: string | null;
  /** The package itself is the harm. */
  isMalicious: boolean;
  publishedAt: string | null;
  modifiedAt: string | null;
  withdrawnAt: string | null;
  packages: AffectedPackage[];
};

export const IMPORT_SOURCES = ["file", "url"] as const;
export const ADVISORY_IMPORT_STATES = ["waiting", "running", "done", "failed"] as const;
export type AdvisoryImportState = (typeof ADVISORY_IMPORT_STATES)[number];

/** `may_be_affected`: which release runs is not known. `could_not_look`: it is, and the advisory does not decide it. */
export const MATCH_ANSWERS = ["affected", "may_be_affected", "could_not_look"] as const;
export type MatchAnswer = (typeof MATCH_ANSWERS)[number];

/** Characters of a file given by hand; a body has at most 16 MB. */
export const LARGEST_ADVISORY_FILE = 15 * 1024 * 1024;
/** Bytes of what an address answers. */
export const LARGEST_ADVISORY_ANSWER = 512 * 1024 * 1024;
/** Characters of one record. */
export const LARGEST_RECORD = 2 * 1024 * 1024;

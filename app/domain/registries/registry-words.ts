/** What a registry hands out, and so which reader its entries go through. */
export const REGISTRY_KINDS = ["official", "docker", "toolhive", "server_json"] as const;
export type RegistryKind = (typeof REGISTRY_KINDS)[number];

/** How often a registry at an address is asked; the official one asks readers for once an hour at most. */
export const SCHEDULES = ["by_hand", "hourly", "daily", "weekly"] as const;

export type Schedule = (typeof SCHEDULES)[number];

/** `stopped`: it ended before everything was seen; what had been imported stays. */
export const REGISTRY_IMPORT_STATES = ["waiting", "running", "done", "stopped"] as const;

export type RegistryImportState = (typeof REGISTRY_IMPORT_STATES)[number];

/** Why an import ended before everything was seen: each is a "could not look". */
export const IMPORT_ENDINGS = [
  "address",
  "scheme",
  "unreachable",
  "slow",
  "large",
  "redirects",
  "packed",
  "status",
  "html",
  "not_json",
  "broken_off",
  "no_entries",
  "same_cursor",
  "cursor_loop",
  "same_entries",
  "empty_pages",
  "too_many_pages",
  "too_many_entries",
  "names_next_page",
  "keeps_failing",
  "cancelled",
  "registry_removed",
] as const;
export type ImportEnding = (typeof IMPORT_ENDINGS)[number];

/** What a registry says of an entry; nothing where it says nothing. */
export const LISTING_STATUSES = ["active", "deprecated", "deleted"] as const;
export type ListingStatus = (typeof LISTING_STATUSES)[number];

export const LISTING_TRANSPORTS = ["stdio", "streamable-http", "sse"] as const;
export type ListingTransport = (typeof LISTING_TRANSPORTS)[number];

/** What a registry declares that a server touches. `undeclared`: it lists tools and says nothing of what they do. */
export const DECLARED_TOUCHES = ["read", "write", "destructive", "network", "secrets", "undeclared"] as const;
export type DeclaredTouch = (typeof DECLARED_TOUCHES)[number];

/** What can be odd about an entry, or about the page or file it came in. */
export const ODDITY_KINDS = [
  "not_json",
  "not_an_object",
  "too_large",
  "no_name",
  "repeated",
  "odd_name",
  "too_long",
  "cut",
  "no_description",
  "no_version",
  "version_is_a_range",
  "wrong_type",
  "unknown_status",
  "unknown_transport",
  "unknown_package",
  "no_place",
  "bad_address",
  "insecure",
  "bad_time",
  "odd_characters",
  "older_form",
  "too_many",
  "count_differs",
  "page_repeats",
  "left_unread",
] as const;
export type Oddity = (typeof ODDITY_KINDS)[number];

export const ODDITIES: Readonly<Record<Oddity, string>> = {
  not_json: "is not JSON",
  not_an_object: "is not an object",
  too_large: "is larger than an entry may be",
  no_name: "is missing",
  repeated: "names the same server and version as an earlier entry",
  odd_name: "has a name of another form than the registry's",
  too_long: "is longer than the registry's own rules allow",
  cut: "was cut",
  no_description: "is missing",
  no_version: "is missing",
  version_is_a_range: "names a range or a moving tag as its version",
  wrong_type: "is of another type than expected",
  unknown_status: "has a status nobody knows",
  unknown_transport: "has a transport nobody knows",
  unknown_package: "is of a kind of package that has no identity",
  no_place: "says nowhere how it is started or reached",
  bad_address: "is no web address",
  insecure: "is reached without encryption",
  bad_time: "is no time",
  odd_characters: "held characters that cannot be stored",
  older_form: "is in the older form with underscores",
  too_many: "has more parts than are kept",
  count_differs: "says another number of entries than it has",
  page_repeats: "repeats what an earlier page had",
  left_unread: "was not read",
};

/** Begun so often without a step forward, an import ends. */
export const MOST_TRIES = 12;
/** Of so many of the newest imports of a registry it is kept what was odd. */
export const ODDITIES_OF = 5;
/** Kept of one import; the count of all stays beside it. */
export const MOST_ODDITIES = 2_000;
/** Entries that became no listing, kept with why. */
export const MOST_REFUSALS = 10_000;
/** A file given by a page or the API; larger ones go through the command line. */
export const LARGEST_UPLOAD = 8 * 1024 * 1024;
export const LARGEST_ENTRY = 1024 * 1024;
/** Entries in one import. */
export const MOST_ENTRIES = 1_000_000;
/** Entries stored in one transaction. */
export const ENTRIES_AT_ONCE = 1_000;

import { KEY_LEFT_OUT } from "./export-words.ts";

/** Tables that are not exported, and why. */
export const NOT_EXPORTED: Readonly<Record<string, string>> = {
  sealed_secret: "Secrets that administrators entered. They can be used here and read nowhere.",
  idempotency_key: "Answers of the API, kept for a day so that nothing is done twice.",
  openid_flow: "Ways of browsers to the sign-in provider and back, minutes long.",
  registry_file_part:
    "Files of registries, from when they are given until they are read. Their listings are exported.",
  listing_term: "Words by which search finds listings, which are exported.",
  search_term: "Words by which search finds what is exported already.",
  notice_telling: "Notes that somebody was told, so that nobody is told twice. The notices are exported.",
  notice_digest: "Notes that a digest was mailed. The notices are exported.",
  advisory_import_part: "A file of advisories until it was read; what was in it is exported.",
  advisory_look: "Notes of which releases were held against the advisories. What was found is exported.",
  installation_standing: "How installations stand, derived from what is exported.",
  in_use: "Which servers are in use by whom, derived from what is exported.",
  trust_score: "How far servers can be trusted, counted from what is exported.",
  trust_mark: "Notes of what is to be counted anew.",
  standing_mark: "Notes of what is to be derived anew.",
  notice_watermark: "How far the clock was read.",
};

/** The same for people, in the order of weight. */
export const LEFT_OUT: readonly { what: string; why: string }[] = [
  { what: "Secrets you entered", why: "They can be used here and read nowhere." },
  { what: "Keys, links and codes", why: KEY_LEFT_OUT },
  {
    what: "Accounts",
    why: "Passwords, second factors and sessions belong to the people who sign in. Their names and addresses here are in it.",
  },
  {
    what: "What only serves the product",
    why: "Search words, answers kept for a day, notes of what was mailed.",
  },
];

/** What belongs to people or to all organizations, and not to this one. */
export const NOT_OURS =
  "Accounts, passwords, second factors and sessions belong to the people who sign in, not to the organization.";

export const EXPORT_FORMAT = { format: "castellan-organization-export", version: 1 } as const;

export const EXPORT_README = `One organization, everything of one moment.

Each folder is one kind of thing. Its files are JSON Lines (https://jsonlines.org): one object a line, encoded in
UTF-8, in no promised order; read the numbered files of a folder one after the other. Times are ISO 8601 in UTC.
People are named by the id of a row in member; reasons and notes are in free_text, named by id.

manifest.json comes last. It counts the rows of every kind, has the SHA-256 of every file, and says what was left out
and why. An archive without it is incomplete.
`;

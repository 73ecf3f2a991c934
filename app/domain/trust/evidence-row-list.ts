import type { EvidenceGroup } from "./evidence-words.ts";

/**
 * Which answer speaks for a server: `found` counts 1 when found, `not_found` counts 1 when looked for and absent.
 * `graded` needs a value from 0 to 1 with every answer but could_not_look.
 */
type Good = "found" | "not_found" | "graded";

export type EvidenceRow = {
  group: EvidenceGroup;
  /** As OpenSSF Scorecard weighs: critical 10, high 7.5, medium 5, low 2.5. 0: counts only through another row. */
  weight: 10 | 7.5 | 5 | 2.5 | 0;
  question: string;
  good: Good;
  /** Whether the fact is one of a release rather than of the server. */
  ofRelease?: true;
};

/** Every question of the trust score. All of them count for every server; what nobody answered counts nothing. */
export const ROWS = {
  // source and maintainer
  publisher_verified: {
    group: "source",
    weight: 10,
    question: "Is it proven who publishes it?",
    good: "found",
  },
  official: {
    group: "source",
    weight: 5,
    question: "Does whoever runs the service behind it publish it themselves?",
    good: "found",
  },
  namespace_verified: {
    group: "source",
    weight: 0,
    question: "Does the official registry vouch for its namespace?",
    good: "found",
  },
  image_signed: {
    group: "source",
    weight: 0,
    question: "Is its image signed by its publisher?",
    good: "found",
    ofRelease: true,
  },
  same_domain: {
    group: "source",
    weight: 0,
    question: "Does its publisher own the domain it is reached at?",
    good: "found",
  },
  publisher_word: {
    group: "source",
    weight: 0,
    question: "Did an administrator look into the publisher and vouch for it?",
    good: "found",
  },
  provenance: {
    group: "source",
    weight: 7.5,
    question: "Is there a signed record of where this release was built?",
    good: "found",
    ofRelease: true,
  },
  signature_contradicted: {
    group: "source",
    weight: 0,
    question: "Is a signature that was checked here wrong, or one of something else?",
    good: "not_found",
  },
  maintainers: { group: "source", weight: 5, question: "Does more than one person keep it?", good: "graded" },
  package_age: { group: "source", weight: 2.5, question: "Has it been around for a while?", good: "graded" },

  // permission scope
  manifest: { group: "permissions", weight: 5, question: "Has it been asked for its tools?", good: "found" },
  permission_profile: {
    group: "permissions",
    weight: 2.5,
    question: "Does a registry say which files, hosts and secrets it needs?",
    good: "found",
  },
  classes_declared: {
    group: "permissions",
    weight: 7.5,
    question: "Do its tools say what they change?",
    good: "graded",
  },
  destructive_tools: {
    group: "permissions",
    weight: 5,
    question: "How much of it can delete, overwrite or run commands?",
    good: "graded",
  },
  reads_secrets: {
    group: "permissions",
    weight: 5,
    question: "Does a tool read secrets?",
    good: "not_found",
  },
  hidden_characters: {
    group: "permissions",
    weight: 7.5,
    question: "Are there invisible characters in the text of its tools?",
    good: "not_found",
  },
  model_instructions: {
    group: "permissions",
    weight: 7.5,
    question: "Does the text of its tools give the model orders?",
    good: "not_found",
  },
  cross_tool_references: {
    group: "permissions",
    weight: 5,
    question: "Does the text of a tool speak of other servers' tools?",
    good: "not_found",
  },
  exfiltration_shapes: {
    group: "permissions",
    weight: 7.5,
    question: "Do its tools ask for more than they need, to send it on?",
    good: "not_found",
  },
  tool_drift: {
    group: "permissions",
    weight: 5,
    question: "Did its tools change since they were approved?",
    good: "not_found",
  },

  // open source visibility
  source_public: { group: "openness", weight: 7.5, question: "Can its source be read?", good: "found" },
  licence: { group: "openness", weight: 5, question: "Does it have an open licence?", good: "graded" },
  source_at_tag: {
    group: "openness",
    weight: 7.5,
    question: "Can the source of this very release be read?",
    good: "found",
    ofRelease: true,
  },

  // dependency chain
  dependency_count: {
    group: "dependencies",
    weight: 5,
    question: "How many packages come with it?",
    good: "graded",
    ofRelease: true,
  },
  install_scripts: {
    group: "dependencies",
    weight: 7.5,
    question: "Does installing it run scripts?",
    good: "not_found",
    ofRelease: true,
  },
  known_vulnerable: {
    group: "dependencies",
    weight: 10,
    question: "Is this release, or a package known to come with it, known to be vulnerable?",
    good: "not_found",
    ofRelease: true,
  },
  known_malicious: {
    group: "dependencies",
    weight: 10,
    question: "Is this release, or a package known to come with it, known to be malicious?",
    good: "not_found",
    ofRelease: true,
  },
  dependencies_checked: {
    group: "dependencies",
    weight: 7.5,
    question: "Was everything that comes with it held against the advisories?",
    good: "found",
    ofRelease: true,
  },

  // connection
  transport_protected: {
    group: "connection",
    weight: 7.5,
    question: "Is what it sends protected on its way?",
    good: "graded",
  },
  tls_certificate: { group: "connection", weight: 5, question: "Is its certificate valid?", good: "graded" },
  authentication: {
    group: "connection",
    weight: 7.5,
    question: "How does it know who is asking?",
    good: "graded",
  },
  secret_place: { group: "connection", weight: 7.5, question: "Where does its secret live?", good: "graded" },
  secret_over_http: {
    group: "connection",
    weight: 5,
    question: "Does a secret travel to it unprotected?",
    good: "not_found",
  },
  zone: { group: "connection", weight: 5, question: "Which network can it reach?", good: "graded" },
  zone_crossing: {
    group: "connection",
    weight: 7.5,
    question: "Does it carry sensitive data to the public internet, or join two zones?",
    good: "not_found",
  },

  // maintenance
  last_commit: { group: "maintenance", weight: 7.5, question: "Is it being worked on?", good: "graded" },
  releases: { group: "maintenance", weight: 5, question: "Are releases made?", good: "graded" },
  release_age: {
    group: "maintenance",
    weight: 2.5,
    question: "Has this release been out long enough to be looked at?",
    good: "graded",
    ofRelease: true,
  },
  issue_answers: {
    group: "maintenance",
    weight: 2.5,
    question: "How long does an issue wait for an answer?",
    good: "graded",
  },
  archived: { group: "maintenance", weight: 5, question: "Is its repository archived?", good: "not_found" },
  npm_deprecated: {
    group: "maintenance",
    weight: 5,
    question: "Did its publisher deprecate this release?",
    good: "not_found",
    ofRelease: true,
  },
  registry_deprecated: {
    group: "maintenance",
    weight: 2.5,
    question: "Does a registry list it as deprecated?",
    good: "not_found",
  },
  registry_deleted: {
    group: "maintenance",
    weight: 5,
    question: "Was it deleted from a registry?",
    good: "not_found",
  },
} as const satisfies Record<string, EvidenceRow>;

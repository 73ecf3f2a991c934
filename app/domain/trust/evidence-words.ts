/** What looking for a fact can end in. Found is not good by itself: an advisory found is bad. */
export const EVIDENCE_ANSWERS = ["found", "not_found", "could_not_look"] as const;
export type EvidenceAnswer = (typeof EVIDENCE_ANSWERS)[number];

/** The six groups of the trust score, in the order they are shown. */
export const EVIDENCE_GROUPS = [
  "source",
  "permissions",
  "openness",
  "dependencies",
  "connection",
  "maintenance",
] as const;
export type EvidenceGroup = (typeof EVIDENCE_GROUPS)[number];

export const EVIDENCE_GROUP_NAMES: Record<EvidenceGroup, string> = {
  source: "Source and maintainer",
  permissions: "Permission scope",
  openness: "Open source visibility",
  dependencies: "Dependency chain",
  connection: "Connection",
  maintenance: "Maintenance",
};

/** Whether a publisher runs the service behind a server themselves. */
export const PUBLISHER_RELATIONS = ["official", "third_party"] as const;
export type PublisherRelation = (typeof PUBLISHER_RELATIONS)[number];

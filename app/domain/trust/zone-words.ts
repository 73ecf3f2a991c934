/** Where a server runs, the most closed first. */
export const ZONES = [
  "container_without_network",
  "internal_segment",
  "developer_machine",
  "public_internet",
] as const;
export type Zone = (typeof ZONES)[number];

export const ZONE_NAMES: Record<Zone, string> = {
  container_without_network: "Container without network",
  internal_segment: "Internal segment",
  developer_machine: "Developer machine",
  public_internet: "Public internet",
};

/** How far each zone speaks for a server: the less it can reach and be reached from, the more. */
export const ZONE_VALUES: Record<Zone, number> = {
  container_without_network: 1,
  internal_segment: 0.75,
  developer_machine: 0.5,
  public_internet: 0.25,
};

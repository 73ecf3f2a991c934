type Events = Record<string, string>[];

/** A record of the OSV format about one npm package. */
export function osvOf(
  id: string,
  name: string,
  overrides: Record<string, unknown> & { events?: Events; versions?: string[]; ecosystem?: string } = {},
): Record<string, unknown> {
  const {
    events = [{ introduced: "0" }, { fixed: "2.0.0" }],
    versions,
    ecosystem = "npm",
    ...more
  } = overrides;
  const type = ecosystem === "npm" ? "SEMVER" : "ECOSYSTEM";
  return {
    schema_version: "1.7.0",
    id,
    modified: "2026-11-01T00:00:00Z",
    published: "2026-10-01T00:00:00Z",
    summary: `Something is wrong with ${name}`,
    database_specific: { severity: "HIGH" },
    affected: [
      {
        package: { ecosystem, name },
        ...(events.length > 0 ? { ranges: [{ type, events }] } : {}),
        ...(versions ? { versions } : {}),
      },
    ],
    ...more,
  };
}

export const jsonLines = (records: readonly unknown[]) =>
  records.map((one) => JSON.stringify(one)).join("\n");

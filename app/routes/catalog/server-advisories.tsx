import type { MatchRow } from "#app/domain/advisories/match-queries.server.ts";
import { MatchTable } from "#app/routes/advisories/match-table.tsx";
import { Section } from "#app/ui/section.tsx";

/** Advisories that concern releases of a server in use, or what comes with them; nothing is drawn where none does. */
export function ServerAdvisories({
  org,
  matches: { rows, nextCursor },
}: {
  org: string;
  matches: { rows: readonly MatchRow[]; nextCursor: string | null };
}) {
  if (rows.length === 0) return null;
  return (
    <Section
      id="advisories"
      title="Advisories"
      intro="Known vulnerable or malicious releases, of the server itself and of packages that come with it."
    >
      <MatchTable org={org} rows={rows} of="server" />
      {nextCursor ? (
        <p className="hint mt-2">
          These are the first {rows.length}, the malicious and the certain before the others. There are more.
        </p>
      ) : null}
    </Section>
  );
}

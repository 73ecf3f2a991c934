import type { PastDrift } from "#app/domain/catalog/drift-queries.server.ts";
import type { PastLaunchDrift } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { driftHistoryColumns } from "./drift-history-columns.tsx";
import { LaunchDriftHistory } from "./launch-drift-history.tsx";
import { countSentence } from "./server-drift-words.ts";

const OUTCOMES = {
  approved: "Accepted by an approval",
  reverted: "Went back by itself",
  superseded: "Followed by another list",
} as const;

type DriftHistoriesProps = {
  org: string;
  history: readonly PastDrift[];
  launchHistory: readonly PastLaunchDrift[];
  now: Date;
  zone: string;
};

/** Everything that was not as approved so far: what the server listed, and how it was started. */
export function DriftHistories({ org, history, launchHistory, now, zone }: DriftHistoriesProps) {
  return (
    <>
      <Section title="History" intro="Every list of tools that differed from what was approved then.">
        <DriftHistory rows={history} now={now} zone={zone} />
      </Section>
      {launchHistory.length > 0 ? (
        <Section
          title="History of installations"
          intro="The newest 50 that were not started as approved then."
        >
          <LaunchDriftHistory org={org} rows={launchHistory} now={now} zone={zone} />
        </Section>
      ) : null}
    </>
  );
}

function DriftHistory({ rows, now, zone }: { rows: readonly PastDrift[]; now: Date; zone: string }) {
  if (rows.length === 0) return <p className="text-muted">It never differed from what was approved.</p>;
  return (
    <DataTable
      caption="Drifts with release, class, what differed, when and how each ended"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "release",
          head: "Release",
          cell: (row) => <span className="mono">{printableText(row.release)}</span>,
        },
        ...driftHistoryColumns<PastDrift>({
          differed: countSentence,
          ended: ({ outcome }) => (outcome ? OUTCOMES[outcome] : null),
          now,
          zone,
        }),
      ]}
    />
  );
}

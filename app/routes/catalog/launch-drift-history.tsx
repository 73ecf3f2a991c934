import type { PastLaunchDrift } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { driftHistoryColumns } from "./drift-history-columns.tsx";

const OUTCOMES = {
  approved: "Accepted by an approval",
  reverted: "Started as approved again",
  superseded: "Started in another way again",
  removed: "Gone from its file",
} as const;

type LaunchHistoryProps = { org: string; rows: readonly PastLaunchDrift[]; now: Date; zone: string };

/** How installations were started otherwise than approved so far. */
export function LaunchDriftHistory({ org, rows, now, zone }: LaunchHistoryProps) {
  return (
    <DataTable
      caption="Installations that were started otherwise, what differed, when and how each ended"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "installation",
          head: "Installation",
          cell: (row) => (
            <a href={paths.installation(org, row.installationId)}>
              {printableText(row.person)} on {printableText(row.device)}
            </a>
          ),
        },
        ...driftHistoryColumns<PastLaunchDrift>({
          differed: (row) => <SafeText text={row.lines.join("; ")} limit={200} />,
          ended: ({ outcome }) => (outcome ? OUTCOMES[outcome] : null),
          now,
          zone,
        }),
      ]}
    />
  );
}

import type { PastLaunchDrift } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";

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
        {
          key: "class",
          head: "Class",
          width: "fit",
          phone: "status",
          cell: (row) => <Status look={CLASS_LOOKS[row.class]} quiet />,
        },
        {
          key: "what",
          head: "Differed",
          width: "wrap",
          cell: (row) => <SafeText text={row.lines.join("; ")} limit={200} />,
        },
        {
          key: "found",
          head: "Found",
          width: "fit",
          muted: true,
          cell: (row) => <RelativeTime at={row.foundAt} now={now} zone={zone} />,
        },
        {
          key: "end",
          head: "Ended",
          width: "fit",
          phone: "fact",
          cell: (row) => (row.outcome ? OUTCOMES[row.outcome] : "Stands"),
        },
      ]}
    />
  );
}

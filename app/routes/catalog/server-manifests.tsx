import type { ManifestRow } from "#app/domain/catalog/manifest-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import type { Look } from "#app/ui/tones.ts";

const looks = {
  confirmed: { tone: "green", icon: "circle-check", word: "Confirmed", quiet: true },
  not: { tone: "blue", icon: "hourglass", word: "Not confirmed" },
} as const satisfies Record<string, Look>;

type ManifestTableProps = {
  org: string;
  serverId: string;
  rows: readonly ManifestRow[];
  now: Date;
  zone: string;
  mayConfirm: boolean;
};

export function ManifestTable({ org, serverId, rows, now, zone, mayConfirm }: ManifestTableProps) {
  return (
    <DataTable
      caption="Lists of tools with release, state, number of tools, who reported them and when"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "release",
          head: "Release",
          cell: (row) => (
            <a href={paths.manifest(org, serverId, row.id)} className="mono">
              {printableText(row.release)}
            </a>
          ),
        },
        {
          key: "state",
          head: "State",
          width: "fit",
          phone: "status",
          cell: (row) => (
            <Status
              look={row.isConfirmed ? looks.confirmed : looks.not}
              {...(row.isCurrent ? { detail: "shown now" } : {})}
              quiet
            />
          ),
        },
        {
          key: "tools",
          head: "Tools",
          numeric: true,
          phone: "fact",
          phoneLabel: "Tools",
          cell: (row) => row.tools,
        },
        { key: "by", head: "Reported by", phone: "fact", cell: (row) => row.reportedBy },
        {
          key: "seen",
          head: "Seen",
          width: "fit",
          muted: true,
          cell: (row) => <RelativeTime at={row.observedAt} now={now} zone={zone} />,
        },
        ...(mayConfirm && rows.some((row) => !row.isConfirmed)
          ? [
              {
                key: "confirm",
                head: "Action",
                width: "fit" as const,
                cell: (row: ManifestRow) =>
                  row.isConfirmed ? (
                    <span className="text-muted">None needed</span>
                  ) : (
                    <a className="link" href={paths.manifest(org, serverId, row.id)}>
                      Look and confirm
                    </a>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

import type { TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { standingLook } from "#app/ui/tones.ts";

type TeamTableProps = {
  org: string;
  rows: readonly TeamInUseRow[];
  now: Date;
  zone: string;
  hrefOfTeam: (teamId: string) => string;
};

const MOST = 2;

/** One row per team: what its members use, what needs a person, and the first servers to look at. */
export function TeamTable({ org, rows, now, zone, hrefOfTeam }: TeamTableProps) {
  const columns: Column<TeamInUseRow>[] = [
    {
      key: "team",
      head: "Team",
      cell: (row) => (row.id ? <a href={hrefOfTeam(row.id)}>{row.name}</a> : "In no team"),
    },
    {
      key: "standings",
      head: "Status",
      phone: "fact",
      cell: (row) => (
        <span className="flex flex-wrap gap-x-3 gap-y-1 md:min-w-72">
          {STANDINGS.flatMap((word) => {
            const count = row.standings[word] ?? 0;
            return count > 0
              ? [<Status key={word} look={standingLook[word]} detail={String(count)} quiet />]
              : [];
          })}
        </span>
      ),
    },
    {
      key: "findings",
      head: "Findings",
      width: "fit",
      cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : "None found"),
    },
    {
      key: "servers",
      head: "Servers",
      numeric: true,
      phone: "fact",
      phoneLabel: "Servers",
      cell: (row) => row.servers,
    },
    {
      key: "people",
      head: "People",
      numeric: true,
      phone: "fact",
      phoneLabel: "People",
      cell: (row) => row.people,
    },
    {
      key: "first",
      head: "Look at first",
      width: "wrap",
      cell: (row) => (
        <span className="flex flex-wrap gap-x-3">
          {row.first.slice(0, MOST).map((server) => (
            <a key={server.id} href={paths.server(org, server.id)}>
              <Identity identity={server.identity} limit={28} />
            </a>
          ))}
        </span>
      ),
    },
    {
      key: "seen",
      head: "Last seen",
      width: "fit",
      cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption="Teams with the status of what their members use"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id ?? "none"}
    />
  );
}

import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { ServerInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { standingLook } from "#app/ui/tones.ts";
import { touchWords } from "./touch-words.ts";

type ServerTableProps = {
  org: string;
  rows: readonly ServerInUseRow[];
  now: Date;
  zone: string;
  sort: string;
  hrefFor: (sort: string) => string;
};

/** One row per server in use: who uses it, what it can touch, who approved it and until when. */
export function ServerTable({ org, rows, now, zone, sort, hrefFor }: ServerTableProps) {
  const columns: Column<ServerInUseRow>[] = [
    {
      key: "server",
      head: "Server",
      sort: "server",
      cell: (row) => (
        <a href={paths.server(org, row.id)}>
          <Identity identity={row.identity} limit={26} />
        </a>
      ),
    },
    {
      key: "standing",
      head: "Status",
      sort: "need",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={standingLook[row.standing]} detail={partOf(row)} quiet />,
    },
    {
      key: "findings",
      head: "Findings",
      width: "fit",
      phone: "fact",
      cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : "None found"),
    },
    { key: "touch", head: "Can touch", width: "line", muted: true, cell: (row) => touchWords(row.tools) },
    {
      key: "people",
      head: "People",
      sort: "people",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={row.names.slice(0, 2)} more={row.people - Math.min(row.people, 2)} />,
    },
    {
      key: "clients",
      head: "Clients",
      width: "line",
      muted: true,
      isExtra: true,
      cell: ({ clients }) => {
        const names = clients.map((client) => CLIENT_NAMES[client]);
        return <Listed names={names.slice(0, 1)} more={Math.max(0, names.length - 1)} all={names} />;
      },
    },
    {
      key: "approval",
      head: "Approved until, by",
      width: "line",
      cell: (row) =>
        row.approval ? (
          <>
            <RelativeTime at={row.approval.endsAt} now={now} zone={zone} /> ·{" "}
            <Listed names={[row.approval.by]} more={0} />
          </>
        ) : (
          "Nobody"
        ),
    },
    {
      key: "seen",
      head: "Last seen",
      sort: "seen",
      width: "fit",
      cell: (row) => (
        <>
          <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />
          {row.silent === row.installations ? ", silent" : null}
        </>
      ),
    },
  ];
  return (
    <DataTable
      caption="Servers in use, with status, findings, what they can touch, people, clients, approval and when they were last seen"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      sort={sort}
      hrefFor={hrefFor}
      rowState={(row) => (row.silent === row.installations ? "unknown" : undefined)}
    />
  );
}

/** "2 of 5" where only some installations have the worst standing. */
function partOf(row: ServerInUseRow): string | undefined {
  const worst = row.standings[row.standing] ?? 0;
  return worst === row.installations ? undefined : `${worst} of ${row.installations}`;
}

import type { ServerInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
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
          <Identity identity={row.identity} limit={36} />
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
    { key: "touch", head: "Can touch", width: "fit", muted: true, cell: (row) => touchWords(row.tools) },
    {
      key: "people",
      head: "People",
      sort: "people",
      phone: "fact",
      cell: (row) => namesOf(row),
    },
    {
      key: "approval",
      head: "Approved by, until",
      cell: (row) =>
        row.approval ? (
          <>
            {row.approval.by}, <RelativeTime at={row.approval.endsAt} now={now} zone={zone} />
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
          {row.silent === row.installations ? ", silent since" : null}
        </>
      ),
    },
  ];
  return (
    <DataTable
      caption="Servers in use, with status, findings, what they can touch, people, approval and when they were last seen"
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

function namesOf(row: ServerInUseRow): string {
  const more = row.people - Math.min(row.names.length, row.people <= 3 ? 3 : 2);
  if (more <= 0) return row.names.join(", ");
  return `${row.names.slice(0, 2).join(", ")} and ${more} more`;
}

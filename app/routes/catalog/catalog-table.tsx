import type { CatalogRow } from "#app/domain/inventory/server-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { touchWords } from "#app/routes/inventory/touch-words.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { standingLook } from "#app/ui/tones.ts";

type CatalogTableProps = { org: string; rows: readonly CatalogRow[]; now: Date; zone: string };

/** One row per server known, with what its tools claim and who approved it. */
export function CatalogTable({ org, rows, now, zone }: CatalogTableProps) {
  const columns: Column<CatalogRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.server(org, row.id)}>
          <Identity identity={row.identity} limit={56} />
        </a>
      ),
    },
    {
      key: "state",
      head: "Status",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={standingLook[stateOf(row)]} quiet />,
    },
    {
      key: "touch",
      head: "Can touch",
      phone: "fact",
      cell: (row) =>
        row.lookedAt ? (
          <>
            {touchWords(row.tools)}
            <span className="text-muted">
              {" · looked "}
              <RelativeTime at={row.lookedAt} now={now} zone={zone} />
            </span>
          </>
        ) : (
          touchWords(row.tools)
        ),
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
      key: "people",
      head: "People",
      numeric: true,
      phone: "fact",
      phoneLabel: "People",
      cell: (row) => row.people,
    },
    {
      key: "since",
      head: "Known since",
      width: "fit",
      muted: true,
      cell: (row) => <RelativeTime at={row.firstSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption="Servers of the catalog with status, what they can touch, approval and people"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

/** A server has no installation's standing; what holds for all of it is blocked, drifted, approved for somebody or not. */
function stateOf(row: CatalogRow): keyof typeof standingLook {
  if (row.isBlocked) return "blocked";
  if (row.approval === null) return "unapproved";
  return row.hasDrifted ? "drifted" : "approved";
}

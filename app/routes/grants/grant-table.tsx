import type { GrantRow } from "#app/domain/grants/grant-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { grantLook } from "#app/ui/tones.ts";
import { grantedTools, holderName } from "./grant-words.ts";

type GrantTableProps = { org: string; zone: string; now: Date; rows: readonly GrantRow[]; caption: string };

export function GrantTable({ org, zone, now, rows, caption }: GrantTableProps) {
  const columns: Column<GrantRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.grant(org, row.id)}>
          <Identity identity={row.server.identity} />
        </a>
      ),
    },
    {
      key: "state",
      head: "Status",
      phone: "status",
      cell: (row) => <Status look={grantLook[row.state]} quiet />,
    },
    { key: "holder", head: "For", phone: "fact", cell: (row) => holderName(row.holder) },
    { key: "tools", head: "Tools", cell: (row) => grantedTools(row.tools) },
    { key: "environment", head: "Where", cell: (row) => row.environment },
    { key: "by", head: "Approved by", muted: true, cell: (row) => row.grantedBy.name },
    {
      key: "end",
      head: "Until",
      phone: "fact",
      cell: (row) => <RelativeTime at={row.endsAt} now={now} zone={zone} exact />,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

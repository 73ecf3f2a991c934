import type { GrantRow } from "#app/domain/grants/grant-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { grantLook } from "#app/ui/tones.ts";
import { goneWords, grantedTools, holderName } from "./grant-words.ts";

type GrantTableProps = { org: string; zone: string; now: Date; rows: readonly GrantRow[]; caption: string };

export function GrantTable({ org, zone, now, rows, caption }: GrantTableProps) {
  const columns: Column<GrantRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.grant(org, row.id)}>
          <Identity identity={row.server.identity} limit={34} />
        </a>
      ),
    },
    {
      key: "state",
      head: "Status",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={grantLook[row.state]} detail={goneWords(row)} quiet />,
    },
    {
      key: "holder",
      head: "For",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={[holderName(row.holder)]} more={0} />,
    },
    { key: "tools", head: "Tools", width: "fit", cell: (row) => grantedTools(row.tools) },
    { key: "environment", head: "Where", width: "fit", cell: (row) => row.environment },
    {
      key: "by",
      head: "Approved by",
      width: "line",
      muted: true,
      cell: (row) => <Listed names={[row.grantedBy.name]} more={0} />,
    },
    {
      key: "end",
      head: "Until",
      width: "fit",
      phone: "fact",
      cell: (row) => <RelativeTime at={row.endsAt} now={now} zone={zone} exact />,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

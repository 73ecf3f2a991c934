import type { RequestRow } from "#app/domain/requests/request-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { requestLook } from "#app/ui/tones.ts";
import { holderName } from "../grants/grant-words.ts";

type RequestTableProps = {
  org: string;
  zone: string;
  now: Date;
  rows: readonly RequestRow[];
  caption: string;
};

export function RequestTable({ org, zone, now, rows, caption }: RequestTableProps) {
  const columns: Column<RequestRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.request(org, row.id)}>
          <Identity identity={row.server.identity} />
        </a>
      ),
    },
    {
      key: "state",
      head: "Status",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={requestLook[row.state]} quiet />,
    },
    { key: "risk", head: "Risk", width: "fit", cell: (row) => <RiskBadge risk={row.risk} /> },
    {
      key: "requester",
      head: "Asked by",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={[row.kind === "drift" ? "Castellan" : row.requester.name]} more={0} />,
    },
    {
      key: "for",
      head: "For",
      width: "line",
      cell: (row) => <Listed names={[holderName(row.holder)]} more={0} />,
    },
    { key: "environment", head: "Where", cell: (row) => row.environment },
    {
      key: "age",
      head: "Asked",
      width: "fit",
      phone: "fact",
      muted: true,
      cell: (row) => <RelativeTime at={row.submittedAt} now={now} zone={zone} />,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

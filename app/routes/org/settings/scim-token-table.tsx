import type { ScimTokenRow } from "#app/domain/provisioning/scim-token-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { keyLook } from "#app/ui/tones.ts";

type ScimTokenTableProps = { rows: ScimTokenRow[]; org: string; now: Date; zone: string };

export function ScimTokenTable({ rows, org, now, zone }: ScimTokenTableProps) {
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const columns: Column<ScimTokenRow>[] = [
    { key: "name", head: "Token", cell: (row) => row.name },
    { key: "prefix", head: "Starts with", cell: (row) => <code>{row.prefix}…</code> },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={row.revokedAt ? keyLook.revoked : keyLook.active} quiet />,
    },
    { key: "by", head: "Made by", muted: true, cell: (row) => row.createdBy.name },
    { key: "made", head: "Made", muted: true, cell: (row) => time(row.createdAt) },
    {
      key: "used",
      head: "Last used",
      phone: "fact",
      phoneLabel: "Last used",
      cell: (row) => (row.lastUsedAt ? time(row.lastUsedAt) : "never"),
    },
    { key: "actions", head: "Actions", width: "fit", phone: "fact", cell: (row) => revokeLink(org, row) },
  ];
  return <DataTable caption="Provisioning tokens" columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

function revokeLink(org: string, row: ScimTokenRow) {
  if (row.revokedAt) return null;
  return (
    <a href={paths.revokeScimToken(org, row.id)} className="btn btn-quiet" aria-label={`Revoke ${row.name}…`}>
      Revoke…
    </a>
  );
}

import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { InstallationRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { standingLook } from "#app/ui/tones.ts";

type OwnServersProps = {
  org: string;
  zone: string;
  now: Date;
  rows: readonly InstallationRow[];
  mayAsk: boolean;
};

const NEEDS_REQUEST = ["unapproved", "lapsed", "over_scope", "drifted"];

/** One's own installations, each without a grant with the way to ask for it. */
export function OwnServers({ org, zone, now, rows, mayAsk }: OwnServersProps) {
  const columns: Column<InstallationRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.installation(org, row.id)}>
          <Identity identity={row.identity} />
        </a>
      ),
    },
    {
      key: "standing",
      head: "Status",
      phone: "status",
      cell: (row) => <Status look={standingLook[row.standing]} quiet />,
    },
    { key: "client", head: "Client", phone: "fact", cell: (row) => CLIENT_NAMES[row.client] },
    {
      key: "device",
      head: "Device",
      width: "line",
      cell: (row) => <Listed names={[printableText(row.deviceName)]} more={0} />,
    },
    { key: "environment", head: "Where", cell: (row) => row.environment },
    {
      key: "seen",
      head: "Last seen",
      width: "fit",
      muted: true,
      phone: "fact",
      cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />,
    },
    ...(mayAsk
      ? [
          {
            key: "ask",
            head: "Next",
            width: "fit" as const,
            phone: "fact" as const,
            cell: (row: InstallationRow) =>
              NEEDS_REQUEST.includes(row.standing) ? (
                <a
                  className="link"
                  href={`${paths.newRequest(org)}?${new URLSearchParams({ installation: row.id })}`}
                >
                  Request access<span className="sr-only"> to {row.identity}</span>
                </a>
              ) : null,
          },
        ]
      : []),
  ];
  return (
    <DataTable caption="Servers in your clients" columns={columns} rows={rows} rowKey={(row) => row.id} />
  );
}

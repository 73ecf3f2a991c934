import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { InstallationRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { shortenMiddle } from "#app/ui/shorten-middle.ts";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { presenceLook, standingLook } from "#app/ui/tones.ts";

type InstallationTableProps = {
  org: string;
  rows: readonly InstallationRow[];
  you: string;
  now: Date;
  zone: string;
  sort: string;
  hrefFor?: (sort: string) => string;
};

/** One row per installation: a server in one person's client on one device. */
export function InstallationTable({ org, rows, you, now, zone, sort, hrefFor }: InstallationTableProps) {
  const columns: Column<InstallationRow>[] = [
    {
      key: "server",
      head: "Server",
      sort: "server",
      cell: (row) => (
        <a href={paths.installation(org, row.id)}>
          <Identity identity={row.identity} limit={32} />
        </a>
      ),
    },
    {
      key: "standing",
      head: "Status",
      sort: "need",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={standingLook[row.standing]} quiet />,
    },
    {
      key: "findings",
      head: "Findings",
      width: "fit",
      phone: "fact",
      cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : "None found"),
    },
    {
      key: "person",
      head: "Person",
      sort: "person",
      width: "line",
      phone: "fact",
      cell: (row) => (row.memberId === you ? "you" : row.memberName),
    },
    {
      key: "client",
      head: "Client and device",
      width: "fit",
      muted: true,
      cell: (row) => {
        const device = printableText(row.deviceName);
        return (
          <span title={device}>
            {CLIENT_NAMES[row.client]} on {shortenMiddle(device, 24)}
          </span>
        );
      },
    },
    {
      key: "environment",
      head: "Environment",
      width: "fit",
      cell: (row) => (row.isEnabled ? row.environment : `${row.environment}, switched off`),
    },
    {
      key: "presence",
      head: "Presence",
      width: "fit",
      cell: (row) => <Status look={presenceLook[row.presence]} quiet />,
    },
    {
      key: "seen",
      head: "Last seen",
      sort: "seen",
      width: "fit",
      cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption="Installations with status, findings, person, client, device, environment, presence and when they were last seen"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      sort={sort}
      hrefFor={hrefFor}
      rowState={(row) => (row.presence === "silent" ? "unknown" : undefined)}
    />
  );
}

import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { InstallationRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { presenceLook, standingLook } from "#app/ui/tones.ts";

type ServerUsersProps = {
  org: string;
  rows: readonly InstallationRow[];
  you: string;
  now: Date;
  zone: string;
  /** Leaves out what only the whole list needs. */
  isShort?: boolean;
  sort?: string;
  hrefFor?: (sort: string) => string;
};

const launchColumns: readonly Column<InstallationRow>[] = [
  {
    key: "release",
    head: "Release",
    width: "fit",
    cell: (row) => row.release ?? <span className="text-muted">not named</span>,
  },
  {
    key: "environment",
    head: "Environment",
    width: "fit",
    cell: (row) => (row.isEnabled ? row.environment : `${row.environment}, switched off`),
  },
];

/** Installations of one server, so the person leads and the server is not repeated. */
export function ServerUsers({ org, rows, you, now, zone, isShort, sort, hrefFor }: ServerUsersProps) {
  return (
    <DataTable
      caption="Installations of this server with person, status, client, device and when they were last seen"
      rows={rows}
      rowKey={(row) => row.id}
      sort={sort}
      hrefFor={hrefFor}
      rowState={(row) => (row.presence === "silent" ? "unknown" : undefined)}
      columns={[
        {
          key: "person",
          head: "Person",
          sort: "person",
          cell: (row) => (
            <a href={paths.installation(org, row.id)}>{row.memberId === you ? "you" : row.memberName}</a>
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
          cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : "None found"),
        },
        {
          key: "where",
          head: "Client and device",
          muted: true,
          phone: "fact",
          cell: (row) => `${CLIENT_NAMES[row.client]} on ${printableText(row.deviceName)}`,
        },
        ...(isShort ? [] : launchColumns),
        {
          key: "seen",
          head: "Last seen",
          sort: "seen",
          width: "fit",
          phone: "fact",
          cell: (row) =>
            row.presence === "silent" ? (
              <Status look={presenceLook.silent} quiet />
            ) : (
              <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />
            ),
        },
      ]}
    />
  );
}

import type { DeviceRow } from "#app/domain/inventory/device-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { keyLook, presenceLook } from "#app/ui/tones.ts";

type DeviceTableProps = { org: string; rows: readonly DeviceRow[]; you: string; now: Date; zone: string };

/** Devices with their person, when they last reported and what stands on them. */
export function DeviceTable({ org, rows, you, now, zone }: DeviceTableProps) {
  const columns: Column<DeviceRow>[] = [
    {
      key: "name",
      head: "Device",
      cell: (row) => (
        <a href={`${paths.inventory(org)}?by=installation&device=${row.id}`}>{printableText(row.name)}</a>
      ),
    },
    {
      key: "state",
      head: "State",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={lookOf(row)} quiet />,
    },
    {
      key: "person",
      head: "Person",
      phone: "fact",
      cell: (row) => (row.memberId === you ? "you" : row.memberName),
    },
    {
      key: "kind",
      head: "How it reports",
      muted: true,
      cell: (row) =>
        row.kind === "pasted" ? "Pasted files" : `Command line ${row.collectorVersion ?? ""}`.trim(),
    },
    {
      key: "reported",
      head: "Last report",
      phone: "fact",
      cell: (row) =>
        row.lastReportAt ? <RelativeTime at={row.lastReportAt} now={now} zone={zone} /> : "Never reported",
    },
    { key: "installations", head: "Installations", numeric: true, cell: (row) => row.installations },
    {
      key: "unread",
      head: "Files",
      cell: (row) =>
        row.unreadFiles > 0
          ? plural(row.unreadFiles, {
              one: "Could not look into # file",
              other: "Could not look into # files",
            })
          : row.lastReportAt
            ? "All looked at"
            : "Not looked yet",
    },
    {
      key: "revoke",
      head: "Actions",
      width: "fit",
      phone: "fact",
      cell: (row) =>
        row.mayRevoke ? (
          <span className="inline-flex gap-1">
            <ButtonLink kind="quiet" href={paths.renameDevice(org, row.id)} aria-label={`Rename ${row.name}`}>
              Rename…
            </ButtonLink>
            <ButtonLink kind="quiet" href={paths.revokeDevice(org, row.id)} aria-label={`Revoke ${row.name}`}>
              Revoke…
            </ButtonLink>
          </span>
        ) : null,
    },
  ];
  return (
    <DataTable
      caption="Devices with their person, last report and installations"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowState={(row) => (row.isSilent ? "unknown" : undefined)}
    />
  );
}

function lookOf(row: DeviceRow) {
  if (row.revokedAt) return keyLook.revoked;
  return row.isSilent ? presenceLook.silent : keyLook.active;
}

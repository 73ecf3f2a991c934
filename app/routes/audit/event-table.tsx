import type { AuditEventView } from "#app/domain/audit/audit-inputs.ts";
import { formatSeconds } from "#app/ui/format-time.ts";
import { Identity } from "#app/ui/identity.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { DataTable } from "#app/ui/table/data-table.tsx";

/** An event with the names a page may show. */
export type NamedEvent = AuditEventView & {
  actorName: string;
  action: string;
  targetName: string | null;
  targetHref: string | null;
};

type EventTableProps = { rows: readonly NamedEvent[]; zone: string; hrefFor: (event: string) => string };

export function EventTable({ rows, zone, hrefFor }: EventTableProps) {
  return (
    <DataTable
      caption="Audit events, newest first"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "at",
          head: zone === "UTC" ? "Time (UTC)" : "Time (UTC, then yours)",
          cell: (row) => (
            <span className="md:whitespace-nowrap">
              <a href={hrefFor(row.id)}>
                <time dateTime={row.at}>{formatSeconds(row.at, "UTC")}</time>
              </a>
              {zone === "UTC" ? null : <span className="text-muted"> · {localTime(row.at, zone)}</span>}
            </span>
          ),
        },
        { key: "actor", head: "Who", width: "line", phone: "fact", cell: (row) => row.actorName },
        { key: "action", head: "What", width: "fit", phone: "fact", cell: (row) => row.action },
        {
          key: "target",
          head: "Object",
          phone: "fact",
          width: "wrap",
          cell: (row) => <Target event={row} />,
        },
        { key: "from", head: "From", muted: true, width: "fit", cell: (row) => row.from ?? "this server" },
      ]}
    />
  );
}

/** The clock of `zone`, with the day only where it is another one than in UTC. */
function localTime(at: string, zone: string): string {
  const local = formatSeconds(at, zone);
  const [day, clock] = local.split(", ");
  return clock && formatSeconds(at, "UTC").startsWith(`${day},`) ? clock : local;
}

/** The noun and its name, or the start of its id where it has none. */
export function Target({ event }: { event: NamedEvent }) {
  const noun = event.target.kind.replaceAll("_", " ");
  const name = event.targetName ?? event.target.id.slice(-12);
  const isMachine = event.targetName === null || name.includes(":");
  const label = isMachine ? <Identity identity={name} limit={48} wraps /> : printableText(name);
  return (
    <>
      <span className="text-muted">{noun} </span>
      {event.targetHref ? (
        <a href={event.targetHref} className="link">
          {label}
        </a>
      ) : (
        label
      )}
    </>
  );
}

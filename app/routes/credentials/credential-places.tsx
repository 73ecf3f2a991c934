import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { CredentialPlace } from "#app/domain/inventory/credential-shapes.ts";
import { paths } from "#app/http/paths.ts";
import { Identity } from "#app/ui/identity.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { REFERRED_TO } from "./credential-words.ts";

type CredentialPlacesProps = { org: string; zone: string; now: Date; rows: readonly CredentialPlace[] };

/** The installations a credential stands in: where, whose, and since when. */
export function CredentialPlaces({ org, zone, now, rows }: CredentialPlacesProps) {
  const columns: Column<CredentialPlace>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) =>
        row.isListed ? (
          <a href={paths.installation(org, row.installationId)}>
            <Identity identity={row.identity} />
          </a>
        ) : (
          <Identity identity={row.identity} />
        ),
    },
    {
      key: "where",
      head: "Where",
      width: "wrap",
      phone: "fact",
      cell: (row) => <WhereCell row={row} />,
    },
    {
      key: "person",
      head: "Held by",
      width: "line",
      phone: "fact",
      cell: (row) => (
        <>
          <a href={`${paths.credentials(org)}?${new URLSearchParams({ holder: row.memberId })}`}>
            {printableText(row.memberName)}
          </a>
          {row.isMember ? null : ", who left"}
        </>
      ),
    },
    {
      key: "device",
      head: "Device",
      width: "line",
      cell: (row) => `${printableText(row.deviceName)}${row.isRevokedDevice ? ", revoked" : ""}`,
    },
    { key: "client", head: "Client", width: "line", cell: (row) => CLIENT_NAMES[row.client] },
    {
      key: "since",
      head: "Since",
      width: "fit",
      cell: (row) => (
        <>
          {row.isReturned ? "back " : null}
          <RelativeTime at={row.firstSeenAt} now={now} zone={zone} />
        </>
      ),
    },
    {
      key: "seen",
      head: "Last seen",
      width: "fit",
      cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable caption="Places of this credential" columns={columns} rows={rows} rowKey={(row) => row.id} />
  );
}

function WhereCell({ row: { where, reference, form } }: { row: CredentialPlace }) {
  return (
    <>
      {where.map((place, n) => (
        <span key={place}>
          {n > 0 ? ", " : null}
          <code>{printableText(place)}</code>
        </span>
      ))}
      {reference === null ? null : (
        <> by {REFERRED_TO[reference] ?? <code>{printableText(reference)}</code>}</>
      )}
      {form === "demanded" ? <> is asked for</> : null}
    </>
  );
}

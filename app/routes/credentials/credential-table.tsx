import type { ListedCredential } from "#app/domain/inventory/credential-shapes.ts";
import { PROVIDERS } from "#app/domain/inventory/credential-words.ts";
import { paths } from "#app/http/paths.ts";
import { Listed } from "#app/ui/listed.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { credentialLook, kindTitle } from "./credential-words.ts";

const MOST_NAMED = 2;

type CredentialTableProps = {
  zone: string;
  now: Date;
  rows: readonly ListedCredential[];
  org: string;
};

/** One row per secret, wherever it stands; its kind leads to its places. */
export function CredentialTable({ org, zone, now, rows }: CredentialTableProps) {
  const columns: Column<ListedCredential>[] = [
    {
      key: "credential",
      head: "Credential",
      cell: (row) => <a href={paths.credential(org, row.id)}>{kindTitle(row.kind)}</a>,
    },
    {
      key: "state",
      head: "State",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={credentialLook[row.state]} quiet />,
    },
    {
      key: "where",
      head: "Where",
      width: "line",
      cell: (row) => (row.names[0] ? <code>{printableText(row.names[0])}</code> : "Not told"),
    },
    {
      key: "provider",
      head: "Provider",
      width: "line",
      isExtra: true,
      cell: (row) => (row.provider ? PROVIDERS[row.provider].name : "Not known"),
    },
    {
      key: "holders",
      head: "Held by",
      width: "line",
      phone: "fact",
      cell: (row) => {
        const names = row.people.slice(0, MOST_NAMED).map(printableText);
        return <Listed names={names} more={row.holders - names.length} />;
      },
    },
    {
      key: "installations",
      head: "Installations",
      numeric: true,
      phone: "fact",
      phoneLabel: "Installations",
      cell: (row) => row.installations,
    },
    {
      key: "seen",
      head: "Last seen",
      width: "fit",
      cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption="Credentials, those in plain text first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

import type { RegistryImportRow } from "#app/domain/registries/registry-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { IMPORT_LOOKS, starterOf } from "./registry-words.ts";

type RegistryImportTableProps = { org: string; rows: readonly RegistryImportRow[]; now: Date; zone: string };

export function RegistryImportTable({ org, rows, now, zone }: RegistryImportTableProps) {
  const count = (
    key: string,
    head: string,
    of: (row: RegistryImportRow) => number,
  ): Column<RegistryImportRow> => ({
    key,
    head,
    numeric: true,
    phone: "fact",
    phoneLabel: head,
    cell: (row) => of(row).toLocaleString("en-GB"),
  });
  const columns: Column<RegistryImportRow>[] = [
    {
      key: "when",
      head: "Started",
      cell: (row) => (
        <a href={paths.registryImport(org, row.registryId, row.id)}>
          <RelativeTime at={row.createdAt} now={now} zone={zone} />
        </a>
      ),
    },
    {
      key: "state",
      head: "State",
      phone: "status",
      cell: (row) => <Status look={IMPORT_LOOKS[row.state]} quiet />,
    },
    count("seen", "Entries", (row) => row.seen),
    count("added", "New", (row) => row.added),
    count("changed", "Changed", (row) => row.changed),
    count("removed", "Gone", (row) => row.removed),
    count("oddities", "Oddities", (row) => row.oddities),
    { key: "by", head: "By", muted: true, cell: (row) => starterOf(row) },
  ];
  return (
    <DataTable
      caption="Imports of this registry, newest first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

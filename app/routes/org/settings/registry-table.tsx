import type { RegistryRow } from "#app/domain/registries/registry-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { IMPORT_LOOKS, KIND_LABELS, SCHEDULE_LABELS } from "./registry-words.ts";

type RegistryTableProps = { org: string; rows: readonly RegistryRow[]; now: Date; zone: string };

export function RegistryTable({ org, rows, now, zone }: RegistryTableProps) {
  const columns: Column<RegistryRow>[] = [
    { key: "name", head: "Registry", cell: (row) => <a href={paths.registry(org, row.id)}>{row.name}</a> },
    {
      key: "state",
      head: "Last import",
      phone: "status",
      cell: (row) =>
        row.lastImport ? <Status look={IMPORT_LOOKS[row.lastImport.state]} quiet /> : "Never read",
    },
    { key: "kind", head: "Kind", phone: "fact", cell: (row) => KIND_LABELS[row.kind] },
    {
      key: "schedule",
      head: "Read",
      cell: (row) => (row.address ? SCHEDULE_LABELS[row.schedule] : "From files"),
    },
    {
      key: "as-of",
      head: "As of",
      phone: "fact",
      phoneLabel: "As of",
      cell: (row) =>
        row.importedAt ? <RelativeTime at={row.importedAt} now={now} zone={zone} /> : "Not read whole yet",
    },
  ];
  return (
    <DataTable
      caption="Registries with their last import"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

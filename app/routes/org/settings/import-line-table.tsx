import type { ImportLineRow } from "#app/domain/identity/member-import-queries.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { LINE_LOOKS } from "./import-words.ts";
import { ROLE_LABELS } from "./role-words.ts";

const columns: Column<ImportLineRow>[] = [
  { key: "line", head: "Line", width: "fit", cell: (row) => row.line },
  { key: "name", head: "Name", width: "wrap", phone: "fact", cell: (row) => <bdi>{row.name}</bdi> },
  { key: "email", head: "Email", width: "wrap", phone: "fact", cell: (row) => <bdi>{row.email}</bdi> },
  { key: "role", head: "Role", cell: (row) => roleOf(row.role) },
  { key: "teams", head: "Teams", width: "wrap", cell: (row) => row.teams.join(", ") },
  {
    key: "outcome",
    head: "Outcome",
    phone: "status",
    cell: (row) => <Status look={LINE_LOOKS[row.outcome]} quiet />,
  },
  { key: "why", head: "Why", width: "wrap", phone: "fact", cell: (row) => row.why ?? "" },
];

export function ImportLineTable({ rows }: { rows: ImportLineRow[] }) {
  if (rows.length === 0) return null;
  return (
    <DataTable caption="Lines of the file" columns={columns} rows={rows} rowKey={(row) => String(row.line)} />
  );
}

function roleOf(text: string): string {
  const role = ROLES.find((known) => known === text);
  return role ? ROLE_LABELS[role] : text;
}

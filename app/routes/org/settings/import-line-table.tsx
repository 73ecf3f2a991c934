import type { ImportLineRow } from "#app/domain/identity/member-import-queries.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { LINE_LOOKS } from "./import-words.ts";
import { ROLE_LABELS } from "./role-words.ts";

const columns: Column<ImportLineRow>[] = [
  { key: "name", head: "Name", cell: (row) => <bdi>{row.name === "" ? "No name" : row.name}</bdi> },
  { key: "line", head: "Line", width: "fit", phone: "fact", phoneLabel: "Line", cell: (row) => row.line },
  { key: "email", head: "Email", width: "wrap", phone: "fact", cell: (row) => <bdi>{row.email}</bdi> },
  { key: "role", head: "Joins as", width: "wrap", phone: "fact", cell: (row) => joinsAs(row) },
  { key: "outcome", head: "Outcome", width: "wrap", phone: "fact", cell: (row) => outcomeOf(row) },
];

export function ImportLineTable({ rows }: { rows: ImportLineRow[] }) {
  if (rows.length === 0) return null;
  return (
    <DataTable caption="Lines of the file" columns={columns} rows={rows} rowKey={(row) => String(row.line)} />
  );
}

/** "Member in Payments, Platform" */
function joinsAs({ role, teams }: ImportLineRow): string {
  const known = ROLES.find((one) => one === role);
  const name = known ? ROLE_LABELS[known] : role;
  return teams.length === 0 ? name : `${name} in ${teams.join(", ")}`;
}

function outcomeOf({ outcome, why }: ImportLineRow) {
  return (
    <span className="grid justify-items-start gap-1">
      <Status look={LINE_LOOKS[outcome]} quiet />
      {why ? <span className="hint">{why}</span> : null}
    </span>
  );
}

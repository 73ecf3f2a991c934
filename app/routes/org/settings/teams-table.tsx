import type { TeamRow } from "#app/domain/identity/team-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { leadLook } from "#app/ui/tones.ts";

/** Teams with who leads them, to manage or to look at. */
export function TeamsTable({ org, rows }: { org: string; rows: readonly TeamRow[] }) {
  const columns: Column<TeamRow>[] = [
    { key: "name", head: "Team", cell: (row) => <a href={paths.team(org, row.id)}>{row.name}</a> },
    {
      key: "members",
      head: "Members",
      numeric: true,
      phone: "fact",
      phoneLabel: "Members",
      cell: (row) => row.memberCount,
    },
    {
      key: "leads",
      head: "Leads",
      width: "wrap",
      phone: "fact",
      cell: (row) => leadsOf(row),
    },
    {
      key: "uses",
      head: "Servers",
      width: "fit",
      phone: "fact",
      cell: (row) => (
        <a className="link" href={paths.teamPage(org, row.id)}>
          What it uses<span className="sr-only">: {row.name}</span>
        </a>
      ),
    },
  ];
  return (
    <DataTable
      caption="Teams with their members, leads and what they use"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

function leadsOf(row: TeamRow) {
  if (row.leads.length > 0) return row.leads.map((lead) => lead.name).join(", ");
  if (row.lostLeadAt && !row.archivedAt) return <Status look={leadLook.lost} />;
  return "Nobody leads it";
}

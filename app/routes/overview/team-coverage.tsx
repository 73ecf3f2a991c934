import type { TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import type { TeamsInSight } from "#app/domain/overview/team-sight.server.ts";
import { paths } from "#app/http/paths.ts";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { ShareBar } from "#app/ui/share-bar.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

type TeamCoverageProps = {
  org: string;
  rows: readonly TeamInUseRow[];
  /** Whose page the viewer may open; others lead to what they see of them in the inventory. */
  opens: TeamsInSight;
};

/** How much of what each team uses is approved. */
export function TeamCoverage({ org, rows, opens }: TeamCoverageProps) {
  const columns: Column<TeamInUseRow>[] = [
    {
      key: "team",
      head: "Team",
      cell: (row) =>
        row.id === null ? (
          "In no team"
        ) : (
          <a
            href={
              opens.all || opens.ids.includes(row.id)
                ? paths.teamPage(org, row.id)
                : `${paths.inventory(org)}?by=installation&team=${row.id}`
            }
          >
            {row.name}
          </a>
        ),
    },
    {
      key: "share",
      head: "Approved",
      width: "fit",
      phone: "fact",
      cell: (row) => (
        <ShareBar part={row.standings.approved ?? 0} base={row.installations} none="Nothing reported" />
      ),
    },
    {
      key: "findings",
      head: "Findings",
      width: "fit",
      phone: "status",
      cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : "None found"),
    },
    {
      key: "people",
      head: "People",
      numeric: true,
      phone: "fact",
      phoneLabel: "People",
      cell: (row) => row.people,
    },
  ];
  return (
    <DataTable
      caption="Teams with the approved share of what their members use"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id ?? "none"}
    />
  );
}

import type { AgentRow } from "#app/domain/identity/agent-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { agentLook } from "#app/ui/tones.ts";

type AgentTableProps = {
  org: string;
  zone: string;
  now: Date;
  you: string;
  rows: readonly AgentRow[];
  caption: string;
};

export function AgentTable({ org, zone, now, you, rows, caption }: AgentTableProps) {
  const columns: Column<AgentRow>[] = [
    { key: "name", head: "Agent", cell: (row) => <a href={paths.agent(org, row.id)}>{row.name}</a> },
    {
      key: "state",
      head: "Status",
      width: "fit",
      phone: "status",
      cell: (row) => <Status look={agentLook[row.state]} quiet />,
    },
    {
      key: "owner",
      head: "Answers for it",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={[ownerName(row, you)]} more={0} />,
    },
    { key: "environment", head: "Where", width: "fit", cell: (row) => row.environment },
    {
      key: "grants",
      head: "Grants",
      width: "fit",
      numeric: true,
      phone: "fact",
      phoneLabel: "Grants",
      cell: (row) => row.grants,
    },
    {
      key: "review",
      head: "Next review",
      width: "fit",
      phone: "fact",
      phoneLabel: "Next review",
      cell: (row) => <RelativeTime at={row.reviewBy} now={now} zone={zone} />,
    },
    { key: "purpose", head: "What it does", muted: true, isExtra: true, cell: (row) => row.purpose },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

function ownerName({ owner }: Pick<AgentRow, "owner">, you: string): string {
  if (owner.id === you) return "you";
  return owner.hasLeft ? `${owner.name} (left)` : owner.name;
}

import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { ListedFinding, RuleCount } from "#app/domain/inventory/finding-list-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { findingReach, findingWords } from "#app/ui/finding-words.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

/** Each rule with how often it stands; a rule leads to its findings. */
export function RuleTable({
  rows,
  hrefOf,
}: {
  rows: readonly RuleCount[];
  hrefOf: (rule: string) => string;
}) {
  const columns: Column<RuleCount>[] = [
    { key: "rule", head: "Finding", cell: (row) => <a href={hrefOf(row.rule)}>{findingWords[row.rule]}</a> },
    {
      key: "worst",
      head: "Worst",
      width: "fit",
      phone: "status",
      cell: (row) => <RiskBadge risk={row.severity} />,
    },
    {
      key: "installations",
      head: "Installations",
      numeric: true,
      phone: "fact",
      phoneLabel: "Installations",
      cell: (row) => findingReach(row),
    },
    { key: "findings", head: "Places", numeric: true, cell: (row) => row.findings },
  ];
  return (
    <DataTable
      caption="Findings by kind, the worst first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.rule}
    />
  );
}

type FindingTableProps = {
  org: string;
  zone: string;
  now: Date;
  rows: readonly ListedFinding[];
  accepted: boolean;
};

/** One row per place; the server's name leads to the finding. */
export function FindingTable({ org, zone, now, rows, accepted }: FindingTableProps) {
  const columns: Column<ListedFinding>[] = [
    {
      key: "server",
      head: "Server or device",
      cell: (row) => (
        <a href={paths.finding(org, row.id)}>
          {row.identity === null ? printableText(row.deviceName) : <Identity identity={row.identity} />}
        </a>
      ),
    },
    {
      key: "severity",
      head: "Severity",
      width: "fit",
      phone: "status",
      cell: (row) => <RiskBadge risk={row.severity} />,
    },
    { key: "where", head: "Where", width: "line", cell: (row) => <code>{row.where}</code> },
    {
      key: "person",
      head: "Person",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={[row.memberName]} more={0} />,
    },
    {
      key: "client",
      head: "Client",
      width: "line",
      cell: (row) => (row.client ? CLIENT_NAMES[row.client] : null),
    },
    {
      key: "time",
      head: accepted ? "Accepted until" : "First seen",
      width: "fit",
      cell: (row) => <RelativeTime at={row.acceptance?.endsAt ?? row.firstSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable caption="Findings, the worst first" columns={columns} rows={rows} rowKey={(row) => row.id} />
  );
}

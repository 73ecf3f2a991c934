import type { GrantRow } from "#app/domain/grants/grant-queries.server.ts";
import type { FindingKind } from "#app/domain/inventory/finding-queries.server.ts";
import type { ServerInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { paths } from "#app/http/paths.ts";
import { findingReach, findingWords } from "#app/ui/finding-words.ts";
import { Identity } from "#app/ui/identity.tsx";
import { Listed } from "#app/ui/listed.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { holderName } from "../grants/grant-words.ts";

type Shown<Row> = { org: string; zone: string; now: Date; rows: readonly Row[] };

/** Servers nobody approved: what they may do, who has them, since when. */
export function UnapprovedTable({ org, zone, now, rows }: Shown<ServerInUseRow>) {
  const columns: Column<ServerInUseRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.server(org, row.id)}>
          <Identity identity={row.identity} limit={30} />
        </a>
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
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={row.names.slice(0, 1)} more={row.people - Math.min(row.people, 1)} />,
    },
    {
      key: "seen",
      head: "First seen",
      width: "fit",
      muted: true,
      phone: "fact",
      cell: (row) => <RelativeTime at={row.firstSeenAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption="Servers in use that nobody approved, the riskiest first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

/** Grants that end soon, the next first. */
export function EndingTable({ org, zone, now, rows }: Shown<GrantRow>) {
  const columns: Column<GrantRow>[] = [
    {
      key: "server",
      head: "Server",
      cell: (row) => (
        <a href={paths.grant(org, row.id)}>
          <Identity identity={row.server.identity} limit={30} />
        </a>
      ),
    },
    {
      key: "holder",
      head: "For",
      width: "line",
      phone: "fact",
      cell: (row) => <Listed names={[holderName(row.holder)]} more={0} />,
    },
    {
      key: "end",
      head: "Ends",
      phone: "fact",
      cell: (row) => <RelativeTime at={row.endsAt} now={now} zone={zone} exact />,
    },
  ];
  return (
    <DataTable
      caption="Grants about to end, the next first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

/** What the rules remark on, with the installations each stands on. */
export function FindingTable({ org, rows }: { org: string; rows: readonly FindingKind[] }) {
  const columns: Column<FindingKind>[] = [
    {
      key: "rule",
      head: "Finding",
      cell: (row) => <a href={`${paths.findings(org)}?rule=${row.rule}`}>{findingWords[row.rule]}</a>,
    },
    {
      key: "worst",
      head: "Worst",
      width: "fit",
      phone: "status",
      cell: (row) => (row.severity ? <RiskBadge risk={row.severity} /> : null),
    },
    {
      key: "installations",
      head: "Installations",
      numeric: true,
      phone: "fact",
      phoneLabel: "Installations",
      cell: (row) => findingReach(row),
    },
  ];
  return (
    <DataTable
      caption="Open findings by kind, the worst first"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.rule}
    />
  );
}

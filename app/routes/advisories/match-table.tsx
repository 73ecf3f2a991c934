import type { MatchRow } from "#app/domain/advisories/match-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { MATCH_LOOKS } from "./advisory-looks.ts";
import { SeverityMark } from "./severity-mark.tsx";

type MatchTableProps = {
  org: string;
  rows: readonly MatchRow[];
  /** What the page is about already, so that its column is left out. */
  of: "server" | "advisory";
};

/** Releases of servers here that advisories concern, each with its answer and why. */
export function MatchTable({ org, rows, of }: MatchTableProps) {
  const columns: Column<MatchRow>[] = [
    ...(of === "advisory" ? [serverColumn(org)] : [advisoryColumn(org), severityColumn]),
    {
      key: "answer",
      head: "Answer",
      phone: "status",
      width: "wrap",
      cell: (row) => (
        <span className="grid justify-items-start gap-1">
          <Status look={MATCH_LOOKS[row.answer]} />
          {row.why ? <span className="hint">{row.why}</span> : null}
        </span>
      ),
    },
    { key: "package", head: "Through", width: "wrap", phone: "fact", cell: (row) => throughOf(row) },
    {
      key: "installations",
      head: "Installed",
      numeric: true,
      phone: "fact",
      cell: (row) =>
        plural(row.installations, { zero: "by nobody you see", one: "# time", other: "# times" }),
    },
  ];
  return (
    <DataTable
      caption="Releases that advisories concern"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowState={(row) => (row.answer === "could_not_look" ? "unknown" : undefined)}
    />
  );
}

const serverColumn = (org: string): Column<MatchRow> => ({
  key: "server",
  head: "Server",
  cell: (row) => (
    <a href={paths.server(org, row.serverId)} className="mono wrap-anywhere">
      {printableText(row.identity)}
      {row.release ? ` ${printableText(row.release)}` : ""}
    </a>
  ),
});

const advisoryColumn = (org: string): Column<MatchRow> => ({
  key: "advisory",
  head: "Advisory",
  width: "wrap",
  cell: (row) => (
    <span className="grid gap-1">
      <a href={paths.advisory(org, row.advisoryId)} className="mono">
        {row.osvId}
      </a>
      <span className="font-normal">
        <SafeText text={row.summary} limit={160} />
      </span>
    </span>
  ),
});

const severityColumn: Column<MatchRow> = {
  key: "severity",
  head: "Severity",
  width: "fit",
  phone: "fact",
  cell: (row) => <SeverityMark severity={row.severity} isMalicious={row.isMalicious} />,
};

/** "release 1.2.0 itself", "its dependency npm:x 1.0.0" */
function throughOf({ isDependency, package: name, version, release }: MatchRow) {
  const runs = version ?? "a release that is not known";
  if (isDependency) return <SafeText text={`its dependency ${name} ${runs}`} />;
  return release === "" ? "the server itself, not pinned" : <SafeText text={`release ${release} itself`} />;
}

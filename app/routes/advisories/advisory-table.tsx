import type { AdvisoryRow } from "#app/domain/advisories/advisory-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import { WITHDRAWN_LOOK } from "./advisory-looks.ts";
import { SeverityMark } from "./severity-mark.tsx";

export function AdvisoryTable({
  org,
  rows,
  now,
  zone,
}: {
  org: string;
  rows: readonly AdvisoryRow[];
  now: Date;
  zone: string;
}) {
  const columns: Column<AdvisoryRow>[] = [
    {
      key: "advisory",
      head: "Advisory",
      width: "wrap",
      cell: (row) => (
        <span className="grid gap-1">
          <a href={paths.advisory(org, row.id)} className="mono">
            {row.osvId}
          </a>
          <span className="font-normal">
            <SafeText text={row.summary} limit={160} />
          </span>
        </span>
      ),
    },
    {
      key: "severity",
      head: "Severity",
      width: "fit",
      phone: "status",
      cell: (row) => (row.withdrawnAt ? <Status look={WITHDRAWN_LOOK} quiet /> : <SeverityMark {...row} />),
    },
    {
      key: "packages",
      head: "Packages",
      width: "wrap",
      phone: "fact",
      cell: (row) => <SafeText text={row.packages.join(", ") || "none named"} mono />,
    },
    { key: "here", head: "Concerns here", width: "wrap", phone: "fact", cell: (row) => concernsOf(row) },
    {
      key: "changed",
      head: "Changed",
      muted: true,
      isExtra: true,
      cell: (row) => <RelativeTime at={row.modifiedAt} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable caption="Advisories, newest first" columns={columns} rows={rows} rowKey={(row) => row.id} />
  );
}

function concernsOf({ releases, affected }: AdvisoryRow): string {
  if (releases === 0) return "No release here";
  if (affected === 0) return plural(releases, { one: "# release, perhaps", other: "# releases, perhaps" });
  const sure = plural(affected, { one: "# release", other: "# releases" });
  return releases > affected ? `${sure}, and perhaps ${releases - affected} more` : sure;
}

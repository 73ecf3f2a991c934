import { stringify } from "csv-stringify/sync";
import { getCoverage } from "#app/domain/overview/coverage-queries.server.ts";
import { daysOf } from "#app/domain/overview/coverage-rules.ts";
import { refuseOddIds } from "#app/http/context.server.ts";
import { download, memberFile } from "#app/http/respond.server.ts";

const HEADS = [
  "day",
  "counted",
  "installations",
  "approved",
  "unapproved",
  "drifted",
  "over scope",
  "lapsed",
  "blocked",
];

/** The last ninety days as CSV. A day nobody counted says so and holds no number. */
export const loader = memberFile(async (ctx, { url }) => {
  const team = url.searchParams.get("team") || undefined;
  if (team !== undefined) refuseOddIds({ teamId: team });
  const { from, to, days } = await getCoverage(ctx, { team });
  const counted = new Map(days.map((day) => [day.day, day]));
  const lines = daysOf(from, to).map((day) => {
    const row = counted.get(day);
    if (!row) return [day, "no"];
    const { installations, approved, unapproved, drifted, overScope, lapsed, blocked } = row;
    return [day, "yes", installations, approved, unapproved, drifted, overScope, lapsed, blocked];
  });
  const csv = stringify(
    [HEADS, ...lines.map((line) => [...line, ...Array(HEADS.length - line.length).fill("")])],
    {
      record_delimiter: "windows",
      bom: true,
    },
  );
  return download(csv, "text/csv; charset=utf-8", `coverage-${to}.csv`);
});

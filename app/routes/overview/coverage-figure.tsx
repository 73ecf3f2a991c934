import { dayAfter } from "#app/domain/overview/coverage-rules.ts";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import type { SharePlotProps } from "#app/ui/chart/share-plot.tsx";
import { plural } from "#app/ui/plural.ts";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";
import {
  type CoverageDays,
  coverageSentence,
  FEWEST_POINTS,
  gapsOf,
  pointsOf,
  ticksOf,
  weeksOf,
} from "./coverage-series.ts";

type Week = ReturnType<typeof weeksOf>[number];
const loadPlot = () => import("#app/ui/chart/share-plot.tsx").then((module) => module.SharePlot);

const COLUMNS: Column<Week>[] = [
  { key: "week", head: "Week", cell: (row) => row.week },
  { key: "share", head: "Approved on its last counted day", phone: "fact", cell: (row) => row.words },
  {
    key: "missing",
    head: "Not counted",
    phone: "fact",
    cell: (row) => plural(row.missing, { zero: "no day", one: "# day", other: "# days" }),
  },
];

type CoverageFigureProps = { coverage: CoverageDays; zone: string; csvHref: string };

/** Whether the approved share rises. Fewer than four days are a sentence. */
export function CoverageFigure({ coverage, zone, csvHref }: CoverageFigureProps) {
  const points = pointsOf(coverage);
  const title = coverageSentence(points);
  if (points.filter((point) => point.percent !== null).length < FEWEST_POINTS) {
    return <p className="text-base text-muted">{title}</p>;
  }
  const known = new Set(points.map(({ day }) => day));
  const beside = (day: string, by: number) => (known.has(dayAfter(day, by)) ? dayAfter(day, by) : day);
  const gaps = gapsOf(points).map(({ from, to }) => ({ from: beside(from, -1), to: beside(to, 1) }));
  const missing = points.filter((point) => point.words === "Not counted").length;
  const plot: SharePlotProps = { title, points, gaps, ticks: ticksOf(points) };
  const table = (
    <DataTable caption={title} columns={COLUMNS} rows={weeksOf(points)} rowKey={(row) => row.key} />
  );
  const gapWords = plural(missing, {
    zero: "no day is missing",
    one: "# day was not counted and is a gap",
    other: "# days were not counted and are gaps",
  });
  return (
    <ChartFrame
      title={title}
      note={`Percent of installations, counted right after each day ends in ${zone}; ${gapWords}.`}
      table={table}
      csvHref={csvHref}
      load={loadPlot}
      plot={plot}
    />
  );
}

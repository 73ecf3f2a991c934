import type { CoverageDay } from "#app/domain/overview/coverage-queries.server.ts";
import { dayAfter, daysOf } from "#app/domain/overview/coverage-rules.ts";
import type { SharePlotProps, SharePoint } from "#app/ui/chart/share-plot.tsx";
import { formatShare } from "#app/ui/format-number.ts";

/** A chart says less than a sentence below this many points. */
export const FEWEST_POINTS = 4;

export type CoverageDays = {
  from: string;
  to: string;
  days: Pick<CoverageDay, "day" | "installations" | "approved">[];
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "26 Nov" of "2026-11-26". */
export function dayWords(day: string): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
}

/** Every day from the first that was counted: a day nobody counted stands in it without a share. */
export function pointsOf({ to, days }: CoverageDays): SharePoint[] {
  const first = days[0];
  if (!first) return [];
  const counted = new Map(days.map((day) => [day.day, day]));
  return daysOf(first.day, to).map((day) => {
    const row = counted.get(day);
    const label = dayWords(day);
    if (!row) return { day, label, percent: null, words: "Not counted" };
    if (row.installations === 0) return { day, label, percent: null, words: "Nothing was reported" };
    const percent = (row.approved / row.installations) * 100;
    return { day, label, percent, words: `${formatShare(row.approved, row.installations)} approved` };
  });
}

/** Runs of days nobody counted. */
export function gapsOf(points: readonly SharePoint[]): SharePlotProps["gaps"] {
  const gaps: { from: string; to: string }[] = [];
  for (const { day, words } of points) {
    if (words !== "Not counted") continue;
    const last = gaps.at(-1);
    if (last && dayAfter(last.to) === day) last.to = day;
    else gaps.push({ from: day, to: day });
  }
  return gaps;
}

/** The firsts of months, at least the first and the last day. */
export function ticksOf(points: readonly SharePoint[]): string[] {
  const firsts = points.filter(({ day }) => day.endsWith("-01")).map(({ day }) => day);
  if (firsts.length >= 2) return firsts;
  return [points[0], points.at(-1)].flatMap((point) => (point ? [point.day] : []));
}

/** The answer as a sentence, from the first to the last day with a share. */
export function coverageSentence(points: readonly SharePoint[]): string {
  const known = points.filter((point) => point.percent !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < FEWEST_POINTS) {
    return `The line begins after ${FEWEST_POINTS} days: each day is counted right after it ends, and ${known.length} ${known.length === 1 ? "is" : "are"} counted so far.`;
  }
  const span = daysOf(first.day, last.day).length;
  const [from, to] = [Math.floor(first.percent ?? 0), Math.floor(last.percent ?? 0)];
  if (from === to) return `Approved share stayed at ${to} % over ${span} days`;
  return `Approved share ${to > from ? "rose" : "fell"} from ${from} % to ${to} % in ${span} days`;
}

/** One row per week, the newest first: the last day of it that was counted, and how many were not. */
export function weeksOf(points: readonly SharePoint[]) {
  const weeks: { key: string; week: string; words: string; missing: number }[] = [];
  for (let end = points.length; end > 0; end -= 7) {
    const week = points.slice(Math.max(0, end - 7), end);
    const [first, last] = [week[0], week.at(-1)];
    if (!first || !last) continue;
    const counted = week.filter((point) => point.words !== "Not counted");
    weeks.push({
      key: first.day,
      week: first === last ? first.label : `${first.label} – ${last.label}`,
      words: counted.at(-1)?.words ?? "Not counted",
      missing: week.length - counted.length,
    });
  }
  return weeks;
}

import { TZDate } from "@date-fns/tz";
import { addDays, format, parseISO, startOfDay } from "date-fns";

/** How long after a day's end it may still be counted: later, the count would tell of another day. */
export const COUNT_WITHIN_HOURS = 6;
const HOUR_MS = 3_600_000;

/** The calendar day of an instant in an IANA zone, "2026-11-26". */
export function localDay(at: Date, zone: string): string {
  return format(new TZDate(at, zone), "yyyy-MM-dd");
}

/**
 * The day that has just ended in `zone`, or null when its end is too long ago to count it still. The day before is the
 * one the last instant before today was in, so that a midnight that does not exist and a day that was skipped do no harm.
 */
export function dayToCount(now: Date, zone: string): string | null {
  const begin = startOfDay(new TZDate(now, zone)).getTime();
  if (now.getTime() - begin >= COUNT_WITHIN_HOURS * HOUR_MS) return null;
  return localDay(new Date(begin - 1), zone);
}

/** The calendar day `by` days later, whatever any zone's clock does. */
export function dayAfter(day: string, by = 1): string {
  return format(addDays(parseISO(day), by), "yyyy-MM-dd");
}

/** Every day from `from` to `to`, both included; none when `to` comes first. At most `most`. */
export function daysOf(from: string, to: string, most = 1_000): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < most; day = dayAfter(day)) days.push(day);
  return days;
}

type Counted = { installations: number; approved: number };

/** The approved share, 0 to 1. Where nothing was installed there is none. */
export function shareOf({ installations, approved }: Counted): number | null {
  return installations === 0 ? null : approved / installations;
}

/** Days of the span nobody counted. */
export function missingDays(span: readonly string[], counted: readonly { day: string }[]): string[] {
  const known = new Set(counted.map(({ day }) => day));
  return span.filter((day) => !known.has(day));
}

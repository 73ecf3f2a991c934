import { TZDate } from "@date-fns/tz";

export const DIGEST_CADENCES = ["daily", "weekly"] as const;
export type DigestCadence = (typeof DIGEST_CADENCES)[number];

/** When an organization works, in its zone: ISO weekdays, 1 is Monday, from "09:00" on. */
export type WorkingTimes = { timeZone: string; workingDays: readonly number[]; worksFrom: string };

/**
 * The newest moment at which a digest was due, now or before: when a working day begins; the week's first one for weekly
 * ones. An organization that never works is told daily at its hour, and on Mondays.
 */
export function digestDue(now: Date, times: WorkingTimes, cadence: DigestCadence): Date {
  const days = times.workingDays.length > 0 ? times.workingDays : [1, 2, 3, 4, 5, 6, 7];
  const wanted = cadence === "daily" ? days : [Math.min(...days)];
  for (let back = 0; back <= 7; back += 1) {
    const begin = beginOfWork(now, times, back);
    if (begin.getTime() <= now.getTime() && wanted.includes(isoDay(begin))) return new Date(begin.getTime());
  }
  return new Date(beginOfWork(now, times, 7).getTime());
}

function beginOfWork(now: Date, { timeZone, worksFrom }: WorkingTimes, daysBack: number): TZDate {
  const [hour = 0, minute = 0] = worksFrom.split(":").map(Number);
  const today = new TZDate(now, timeZone);
  return new TZDate(
    today.getFullYear(),
    today.getMonth(),
    today.getDate() - daysBack,
    hour,
    minute,
    0,
    0,
    timeZone,
  );
}

function isoDay(day: TZDate): number {
  return day.getDay() === 0 ? 7 : day.getDay();
}

/** The date on the calendar of a zone, "2027-01-31". */
export function localDay(now: Date, zone: string): string {
  const day = new TZDate(now, zone);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

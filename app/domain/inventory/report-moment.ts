import { Invalid } from "#app/domain/errors.ts";
import { daysBefore } from "./moments.ts";

/** A report that waited longer tells nothing that a new one would not tell better. */
export const OLDEST_REPORT_DAYS = 30;

/**
 * When a report was taken: its sender's word, for it may have waited on the machine. A clock that runs ahead counts as now.
 * Throws Invalid for one that is older than OLDEST_REPORT_DAYS.
 */
export function momentOf({ takenAt }: { takenAt?: string | undefined }, now: Date): Date {
  if (takenAt === undefined) return now;
  const at = new Date(takenAt);
  if (at >= now) return now;
  if (at < daysBefore(now, OLDEST_REPORT_DAYS)) {
    const days = `at most ${OLDEST_REPORT_DAYS} days old`;
    throw new Invalid(
      `This report was taken at ${takenAt}; it may be ${days}. Nothing was stored. Scan again, and look whether this machine's clock is right.`,
      { takenAt: [`must be ${days}`] },
    );
  }
  return at;
}

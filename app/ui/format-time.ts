/** An instant: a Date, or its ISO text as it arrives from a loader. */
export type Instant = Date | string;

// Making an Intl formatter costs far more than using one, and a table prints a hundred times.
const formatters = new Map<string, Intl.DateTimeFormat>();
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

const shapes = {
  day: { day: "numeric", month: "short", year: "numeric" },
  dayTime: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  dayTimeYear: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  seconds: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  year: { year: "numeric" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

function formatter(shape: keyof typeof shapes, zone: string): Intl.DateTimeFormat {
  const key = `${shape} ${zone}`;
  let found = formatters.get(key);
  if (!found) {
    const named = shape === "day" || shape === "year" ? {} : ({ timeZoneName: "short" } as const);
    found = new Intl.DateTimeFormat("en-GB", {
      ...shapes[shape],
      ...named,
      timeZone: zone,
      hourCycle: "h23",
    });
    formatters.set(key, found);
  }
  return found;
}

const toDate = (at: Instant) => (typeof at === "string" ? new Date(at) : at);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "3 hours ago", "in 2 days", from 30 days on "3 Mar 2026" in `zone`. */
export function formatRelative(at: Instant, now: Instant, zone: string): string {
  const difference = toDate(at).getTime() - toDate(now).getTime();
  const size = Math.abs(difference);
  if (size < minute) return difference <= 0 ? "just now" : "in less than a minute";
  if (size < hour) return relative.format(Math.trunc(difference / minute), "minute");
  if (size < day) return relative.format(Math.trunc(difference / hour), "hour");
  if (size < 30 * day) return relative.format(Math.trunc(difference / day), "day");
  return formatDay(at, zone);
}

/** "3 Mar 2026". */
export function formatDay(at: Instant, zone: string): string {
  return formatter("day", zone).format(toDate(at));
}

/** "Fri 27 Nov, 23:59 CET"; with another year than `now`'s "27 Nov 2027, 23:59 CET". */
export function formatExact(at: Instant, now: Instant, zone: string): string {
  const year = formatter("year", zone);
  const sameYear = year.format(toDate(at)) === year.format(toDate(now));
  return formatter(sameYear ? "dayTime" : "dayTimeYear", zone)
    .format(toDate(at))
    .replace(/^(\w{3}), (\d+ \w+) at /, "$1 $2, ")
    .replace(/^(\w{3}), /, "$1 ");
}

/** To the second, for audit: "3 Mar 2026, 14:02:09 CET". */
export function formatSeconds(at: Instant, zone: string): string {
  return formatter("seconds", zone).format(toDate(at));
}

/** Two units at most: "1 h 12 min", "3 days", "40 s". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  const daysText = days === 1 ? "1 day" : `${days} days`;
  return hours % 24 === 0 ? daysText : `${daysText} ${hours % 24} h`;
}

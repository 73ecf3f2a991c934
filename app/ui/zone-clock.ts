/** How far a zone's clock stands from UTC at one moment, and what it is called then ("CET", "GMT-5"). */
export type ZoneClock = { offsetMs: number; name: string };

const dayMs = 86_400_000;
// Asking Intl takes microseconds, and a table asks a hundred times. Offsets hold for whole days but two a year.
const known = new Map<string, Map<number, ZoneClock | "changes">>();
const formatters = new Map<string, { offset: Intl.DateTimeFormat; name: Intl.DateTimeFormat }>();

/** `zone` is an IANA name; an unknown one throws RangeError. */
export function zoneClock(time: number, zone: string): ZoneClock {
  let days = known.get(zone);
  if (!days) {
    days = new Map();
    known.set(zone, days);
  }
  const day = Math.floor(time / dayMs);
  let clock = days.get(day);
  if (!clock) {
    const start = askIntl(day * dayMs, zone);
    const end = askIntl((day + 1) * dayMs, zone);
    clock = start.offsetMs === end.offsetMs ? start : "changes";
    if (days.size > 4000) days.clear();
    days.set(day, clock);
  }
  return clock === "changes" ? askIntl(time, zone) : clock;
}

function askIntl(time: number, zone: string): ZoneClock {
  let pair = formatters.get(zone);
  if (!pair) {
    pair = {
      offset: new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" }),
      name: new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" }),
    };
    formatters.set(zone, pair);
  }
  const written = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(zonePart(pair.offset, time));
  const minutes = Number(written?.[2] ?? 0) * 60 + Number(written?.[3] ?? 0);
  return { offsetMs: (written?.[1] === "-" ? -minutes : minutes) * 60_000, name: zonePart(pair.name, time) };
}

function zonePart(formatter: Intl.DateTimeFormat, time: number): string {
  return formatter.formatToParts(time).find((part) => part.type === "timeZoneName")?.value ?? "UTC";
}

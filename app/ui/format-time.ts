import { zoneClock } from "./zone-clock.ts";

/** An instant: a Date, or its ISO text as it arrives from a loader. */
export type Instant = Date | string;

const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const toTime = (at: Instant) => (typeof at === "string" ? Date.parse(at) : at.getTime());
const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** A Date whose UTC fields read as the clock on the wall of `zone`; server and browser agree to the letter. */
function wallClock(time: number, zone: string): { wall: Date; zoneName: string } {
  const { offsetMs, name } = zoneClock(time, zone);
  return { wall: new Date(time + offsetMs), zoneName: name };
}

function dayOf(wall: Date): string {
  return `${wall.getUTCDate()} ${months[wall.getUTCMonth()]}`;
}

function clockOf(wall: Date): string {
  return `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
}

/** "3 hours ago", "in 2 days", from 30 days on "3 Mar 2026" in `zone`. */
export function formatRelative(at: Instant, now: Instant, zone: string): string {
  const difference = toTime(at) - toTime(now);
  const size = Math.abs(difference);
  if (size < minute) return difference <= 0 ? "just now" : "in less than a minute";
  if (size < hour) return relative.format(Math.trunc(difference / minute), "minute");
  if (size < day) return relative.format(Math.trunc(difference / hour), "hour");
  if (size < 30 * day) return relative.format(Math.trunc(difference / day), "day");
  return formatDay(at, zone);
}

/** "3 Mar 2026". */
export function formatDay(at: Instant, zone: string): string {
  const { wall } = wallClock(toTime(at), zone);
  return `${dayOf(wall)} ${wall.getUTCFullYear()}`;
}

/** "Fri 27 Nov, 23:59 CET"; with another year than `now`'s "27 Nov 2027, 23:59 CET". */
export function formatExact(at: Instant, now: Instant, zone: string): string {
  const { wall, zoneName } = wallClock(toTime(at), zone);
  const sameYear = wall.getUTCFullYear() === wallClock(toTime(now), zone).wall.getUTCFullYear();
  const date = sameYear
    ? `${weekdays[wall.getUTCDay()]} ${dayOf(wall)}`
    : `${dayOf(wall)} ${wall.getUTCFullYear()}`;
  return `${date}, ${clockOf(wall)} ${zoneName}`;
}

/** To the second, for audit: "3 Mar 2026, 14:02:09 CET". */
export function formatSeconds(at: Instant, zone: string): string {
  const { wall, zoneName } = wallClock(toTime(at), zone);
  return `${dayOf(wall)} ${wall.getUTCFullYear()}, ${clockOf(wall)}:${two(wall.getUTCSeconds())} ${zoneName}`;
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

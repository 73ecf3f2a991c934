import { formatExact, formatRelative, type Instant } from "./format-time.ts";

type RelativeTimeProps = {
  at: Instant;
  /** The moment the server answered, so that the text is the same before and after scripts. */
  now: Instant;
  /** The viewer's IANA zone. */
  zone: string;
  /** Exact time first: deadlines, ends, audit, incidents. */
  exact?: boolean;
};

/** "3 hours ago" with the exact time in the title, or "Fri 27 Nov, 23:59 CET · in 5 days". */
export function RelativeTime({ at, now, zone, exact }: RelativeTimeProps) {
  const iso = typeof at === "string" ? at : at.toISOString();
  const near = formatRelative(at, now, zone);
  const full = formatExact(at, now, zone);
  if (!exact) {
    return (
      <time dateTime={iso} title={full}>
        {near}
      </time>
    );
  }
  const far = /\d{4}$/.test(near);
  return <time dateTime={iso}>{far ? full : `${full} · ${near}`}</time>;
}

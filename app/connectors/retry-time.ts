const LONGEST_MS = 7 * 86_400_000;

/**
 * When a source may be asked again, by the headers it sent: `Retry-After` in seconds or as a date (RFC 9110), or
 * `X-RateLimit-Reset` and `RateLimit-Reset` in seconds of the epoch. Null when it does not say; never longer than a week.
 */
export function retryTime(headers: Headers, now: Date): Date | null {
  const after = headers.get("retry-after");
  const reset = headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset");
  const at =
    after !== null
      ? afterOf(after, now)
      : reset !== null && /^\d{9,11}$/.test(reset)
        ? Number(reset) * 1_000
        : null;
  if (at === null || at <= now.getTime()) return null;
  return new Date(Math.min(at, now.getTime() + LONGEST_MS));
}

function afterOf(text: string, now: Date): number | null {
  if (/^\d{1,9}$/.test(text)) return now.getTime() + Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

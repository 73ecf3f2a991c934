/** How an installation was started when somebody looked: the hash of its whole redacted launch. */
export type SeenLaunch = { installationId: string; hash: string };

/** What a decision pinned; the launch itself stays with the installation, where it can be erased. */
export type PinnedLaunch = SeenLaunch & { serverId: string; release: string | null };

/** At most as many are shown one by one with a request, and so can be sent back as seen. */
export const MOST_SEEN_LAUNCHES = 500;

/** Those beyond the ones shown one by one: how many, and one SHA-256 over all their ids and hashes. */
export type LaunchesBeyond = { count: number; hash: string };
const NAMED = 3;

type PlacedLaunch = SeenLaunch & { place: string };
export type Seen = { launches: readonly SeenLaunch[]; beyond: LaunchesBeyond | null };

/** What a decider sent back of what was shown; undefined: whatever is there is taken. */
export function seenOf(sent: {
  seenLaunches?: readonly SeenLaunch[] | undefined;
  seenLaunchesBeyond?: LaunchesBeyond | null | undefined;
}): Seen | undefined {
  return sent.seenLaunches && { launches: sent.seenLaunches, beyond: sent.seenLaunchesBeyond ?? null };
}

/** What is not any more as it was seen, as part of a sentence; null when all of it is. Both are in the order of ids. */
export function changedSince(
  { launches: seen, beyond }: Seen,
  { launches: now, beyond: others }: { launches: readonly PlacedLaunch[]; beyond: LaunchesBeyond | null },
): string | null {
  const hashes = new Map(seen.map(({ installationId, hash }) => [installationId, hash]));
  const present = new Set(now.map(({ installationId }) => installationId));
  const changed = now.filter(({ installationId, hash }) => (hashes.get(installationId) ?? hash) !== hash);
  const come = now.filter(({ installationId }) => !hashes.has(installationId));
  const gone = seen.filter(({ installationId }) => !present.has(installationId)).length;
  const parts = [
    said(changed, "is started otherwise", "are started otherwise"),
    said(come, "is new", "are new"),
    gone > 0 ? `${gone === 1 ? "1 installation is" : `${gone} installations are`} gone` : "",
  ].filter(Boolean);
  if (parts.length > 0) return parts.join("; ");
  return beyond?.hash === others?.hash
    ? null
    : "one that is not shown by itself is another or started otherwise";
}

function said(rows: readonly { place: string }[], one: string, many: string): string {
  const [first] = rows;
  if (!first) return "";
  if (rows.length === 1) return `${first.place} ${one}`;
  const names = rows.slice(0, NAMED).map(({ place }) => place);
  const rest = rows.length - names.length;
  return `${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""} ${many}`;
}

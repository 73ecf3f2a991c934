/** How an installation was started when somebody looked: the hash of its whole redacted launch. */
export type SeenLaunch = { installationId: string; hash: string };

/** What a decision pinned; the launch itself stays with the installation, where it can be erased. */
export type PinnedLaunch = SeenLaunch & { serverId: string; release: string | null };

/** At most as many are shown with a request, and so can be sent back as seen. */
export const MOST_SEEN_LAUNCHES = 500;
const NAMED = 3;

/** What is not any more as it was seen, as part of a sentence; null when all of it is. `now` is in the order of `seen`: by id. */
export function changedSince(
  seen: readonly SeenLaunch[],
  now: readonly (SeenLaunch & { place: string })[],
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
  return parts.length > 0 ? parts.join("; ") : null;
}

function said(rows: readonly { place: string }[], one: string, many: string): string {
  const [first] = rows;
  if (!first) return "";
  if (rows.length === 1) return `${first.place} ${one}`;
  const names = rows.slice(0, NAMED).map(({ place }) => place);
  const rest = rows.length - names.length;
  return `${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""} ${many}`;
}

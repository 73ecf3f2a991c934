import { hashJson } from "#app/domain/inventory/scan-rows.server.ts";
import type { PinnedLaunch } from "#app/domain/inventory/seen-launches.ts";

const MOST_TOUCHED = 50;

/** What the record says of launches that a decision pinned: the first by id, all of them by one hash over ids and hashes. */
export function pinnedFacts(launches: readonly PinnedLaunch[]) {
  return {
    touched: launches
      .slice(0, MOST_TOUCHED)
      .map(({ installationId }) => ({ kind: "installation", id: installationId })),
    after: { installations: launches.length, populationHash: hashJson(launches) },
  };
}

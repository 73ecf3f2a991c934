import { matchAdvisories } from "#app/domain/advisories/match-advisories.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const AT_ONCE = 20;

/** Looks at every release that is due, a few in one transaction. */
export async function matchAll(world: JobWorld, orgId: string): Promise<void> {
  while (
    (await matchAdvisories(jobContext(world, orgId, "match_advisories"), { limit: AT_ONCE })).looked ===
    AT_ONCE
  );
}

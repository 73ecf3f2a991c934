import { matchAdvisories } from "#app/domain/advisories/match-advisories.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const AT_ONCE = 20;
/** What is left after so many goes on in the sweep. */
const ROUNDS = 50;

/** Looks at releases that are due, a few in one transaction: those of one server, or the first thousand of all. */
export async function matchDue(world: JobWorld, orgId: string, identity?: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const ctx = jobContext(world, orgId, "match_advisories");
    if ((await matchAdvisories(ctx, { limit: AT_ONCE, identity })).looked < AT_ONCE) return;
  }
}

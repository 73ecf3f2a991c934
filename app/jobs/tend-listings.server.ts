import type { JobPayload } from "#app/db/queue.server.ts";
import { countTrust } from "#app/domain/trust/count-trust.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

/** Counts the trust in whatever is marked, some at a time; broken off, the sweep goes on with what is still marked. */
export async function tendListingsJob(
  world: JobWorld,
  { orgId }: JobPayload<"tend_listings">,
): Promise<void> {
  while ((await countTrust(jobContext(world, orgId, "tend_listings"))).isMore);
}

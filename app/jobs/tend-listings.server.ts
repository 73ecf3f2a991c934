import type { JobPayload } from "#app/db/queue.server.ts";
import { markDemands } from "#app/domain/inventory/mark-demands.server.ts";
import { emptyRemovedRegistries } from "#app/domain/registries/empty-removed-registries.server.ts";
import { countTrust } from "#app/domain/trust/count-trust.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const AT_ONCE = 2_000;

/** Has read anew what servers ask for, takes out of the catalog what removed registries list, and counts the trust in whatever is marked, some at a time; broken off, the sweep goes on with what is still marked. */
export async function tendListingsJob(
  world: JobWorld,
  { orgId }: JobPayload<"tend_listings">,
): Promise<void> {
  const emptied = () => emptyRemovedRegistries(jobContext(world, orgId, "tend_listings"), { limit: AT_ONCE });
  while ((await emptied()).emptied === AT_ONCE);
  await markDemands(jobContext(world, orgId, "tend_listings"), "listings");
  while ((await countTrust(jobContext(world, orgId, "tend_listings"))).isMore);
}

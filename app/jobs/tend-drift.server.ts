import type { JobPayload } from "#app/db/queue.server.ts";
import { tendDriftRequest } from "#app/domain/requests/tend-drift-request.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

/** Opens, renews or closes the request about what a server changed to. */
export async function tendDriftJob(
  world: JobWorld,
  { orgId, serverId }: JobPayload<"tend_drift">,
): Promise<void> {
  await tendDriftRequest(jobContext(world, orgId, "tend_drift"), { serverId });
}

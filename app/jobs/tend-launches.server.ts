import type { JobPayload } from "#app/db/queue.server.ts";
import { tendLaunchRequests } from "#app/domain/requests/tend-launch-requests.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const MOST = 1_000;

/** Opens, renews or closes the requests about how the servers on a device are started. */
export async function tendLaunchesJob(
  world: JobWorld,
  { orgId, deviceId }: JobPayload<"tend_launches">,
): Promise<void> {
  await tendLaunchRequests(jobContext(world, orgId, "tend_launches"), { deviceId, limit: MOST });
}

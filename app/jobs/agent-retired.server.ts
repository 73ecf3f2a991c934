import type { JobPayload } from "#app/db/queue.server.ts";
import { cancelRequestsOf } from "#app/domain/requests/cancel-requests-of.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const BATCH = 200;

/** Closes what was asked for an agent that was retired. A job tried again goes on with what is still open. */
export async function agentRetiredJob(world: JobWorld, retired: JobPayload<"agent_retired">): Promise<void> {
  const { orgId, agentId, batchId } = retired;
  const ctx = jobContext(world, orgId, "agent_retired");
  while ((await cancelRequestsOf(ctx, { agentId, batchId, limit: BATCH })).cancelled === BATCH);
}

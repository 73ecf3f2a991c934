import type { JobPayload } from "#app/db/queue.server.ts";
import { handOverAgents } from "#app/domain/identity/hand-over-agents.server.ts";
import { handOverTeam } from "#app/domain/identity/hand-over-team.server.ts";
import { cancelRequestsOf } from "#app/domain/requests/cancel-requests-of.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const BATCH = 200;

/** Hands over what a leaver left open. Each step looks at what is still open, so that a job tried again goes on. */
export async function memberLeftJob(world: JobWorld, left: JobPayload<"member_left">): Promise<void> {
  const ctx = jobContext(world, left.orgId, "member_left");
  const { memberId, fallbackId, batchId } = left;
  while ((await cancelRequestsOf(ctx, { memberId, batchId, limit: BATCH })).cancelled === BATCH);
  await handOverAgents(ctx, { fromMemberId: memberId, toMemberId: fallbackId, batchId });
  for (const teamId of left.ledTeamIds) await handOverTeam(ctx, { teamId, fallbackId, batchId });
}

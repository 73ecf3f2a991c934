import type { JobPayload } from "#app/db/queue.server.ts";
import { beginConnectionLook } from "#app/domain/connections/begin-connection-look.server.ts";
import { recordConnectionLook } from "#app/domain/connections/record-connection-look.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

export async function lookAtConnection(
  world: JobWorld,
  { orgId, lookId }: JobPayload<"look_at_connection">,
): Promise<void> {
  const ctx = jobContext(world, orgId, "look_at_connection");
  const asked = await beginConnectionLook(ctx, lookId);
  if (!asked) return;
  const observation = await world.observe(asked.identity.replace(/^remote:/, ""));
  await recordConnectionLook({ ...ctx, now: world.now() }, { lookId, observation });
}

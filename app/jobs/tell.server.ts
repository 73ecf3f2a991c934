import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

export async function tell(world: JobWorld, payload: { orgId: string; eventId: string }): Promise<void> {
  await tellEvent(jobContext(world, payload.orgId, "tell"), payload.eventId);
}

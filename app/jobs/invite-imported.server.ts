import { inviteImported } from "#app/domain/identity/invite-imported.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const BATCH = 100;

export async function inviteImportedJob(world: JobWorld, payload: { orgId: string; importId: string }) {
  const ctx = jobContext(world, payload.orgId, "invite_imported");
  await inviteImported(ctx, { importId: payload.importId, limit: BATCH });
}

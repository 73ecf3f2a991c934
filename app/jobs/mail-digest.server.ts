import { mailDigest } from "#app/domain/notifications/mail-digest.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

export async function mailDigestJob(world: JobWorld, payload: { orgId: string; digestId: string }) {
  const { digestId } = payload;
  await mailDigest(jobContext(world, payload.orgId, "mail_digest"), { digestId }, world);
}

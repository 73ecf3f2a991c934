import { mailInvitation } from "#app/domain/identity/mail-invitation.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

export async function mailInvitationJob(world: JobWorld, payload: { orgId: string; invitationId: string }) {
  const { invitationId } = payload;
  await mailInvitation(jobContext(world, payload.orgId, "mail_invitation"), { invitationId }, world);
}

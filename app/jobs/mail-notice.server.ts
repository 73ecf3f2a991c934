import { mailNotice } from "#app/domain/notifications/mail-notice.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

export async function mailNoticeJob(world: JobWorld, payload: { orgId: string; noticeId: string }) {
  const { noticeId } = payload;
  await mailNotice(jobContext(world, payload.orgId, "mail_notice"), { noticeId }, world);
}

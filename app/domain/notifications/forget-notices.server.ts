import { and, asc, inArray, lt, or } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { notice, noticeDigest, noticeTelling } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const DAY = 86_400_000;
export const READ_NOTICES_KEPT_DAYS = 90;
const UNREAD_NOTICES_KEPT_DAYS = 365;

/**
 * Forgets notices read long ago, and those nobody read in a year; the record of what happened is the audit. Nobody's
 * act, so no audit event.
 * @param options `limit` per call; call again while `forgotten` equals it
 */
export function forgetNotices(ctx: Ctx, options: { limit?: number } = {}): Promise<{ forgotten: number }> {
  permit(ctx, "organization.manage");
  const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: notice.id })
      .from(notice)
      .where(
        and(
          inOrg(ctx, notice),
          or(
            lt(notice.readAt, ago(READ_NOTICES_KEPT_DAYS)),
            lt(notice.toldAt, ago(UNREAD_NOTICES_KEPT_DAYS)),
          ),
        ),
      )
      .orderBy(asc(notice.id))
      .limit(options.limit ?? 200);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) {
      await tx
        .delete(noticeTelling)
        .where(and(inOrg(ctx, noticeTelling), inArray(noticeTelling.noticeId, ids)));
      await tx.delete(notice).where(and(inOrg(ctx, notice), inArray(notice.id, ids)));
    }
    await tx
      .delete(noticeDigest)
      .where(and(inOrg(ctx, noticeDigest), lt(noticeDigest.dueAt, ago(READ_NOTICES_KEPT_DAYS))));
    return { forgotten: ids.length };
  });
}

import { and, eq, isNull, lte } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import type { ReadNoticeInput, ReadNoticesInput } from "#app/domain/notifications/notice-inputs.ts";
import { getNotice } from "#app/domain/notifications/notice-queries.server.ts";
import { notice } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Marks as read what the actor could see at one moment; what came later stays unread. Changes nobody's rights and only one's own view, so no audit event. */
export function readNotices(ctx: MemberCtx, input: ReadNoticesInput): Promise<{ read: number }> {
  permit(ctx, "notice.manage_own");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .update(notice)
      .set({ readAt: ctx.now })
      .where(and(mine(ctx), lte(notice.toldAt, input.seenAt), isNull(notice.readAt)))
      .returning({ id: notice.id });
    return { read: rows.length };
  });
}

/** Marks one of the actor's own as read; read already stays as it was. Throws NotFound, for somebody else's too. */
export function readNotice(ctx: MemberCtx, input: ReadNoticeInput): Promise<{ noticeId: string }> {
  permit(ctx, "notice.manage_own");
  return inTransaction(ctx, async (tx) => {
    const found = await getNotice({ ...ctx, tx }, input.noticeId);
    await tx
      .update(notice)
      .set({ readAt: ctx.now })
      .where(and(mine(ctx), eq(notice.id, found.id), isNull(notice.readAt)));
    return { noticeId: found.id };
  });
}

function mine(ctx: MemberCtx) {
  return and(inOrg(ctx, notice), eq(notice.memberId, ctx.actor.memberId));
}

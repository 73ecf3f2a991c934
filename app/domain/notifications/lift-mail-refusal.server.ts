import { and, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadActiveMember } from "#app/domain/identity/load-active-member.server.ts";
import { addressKey } from "#app/domain/identity/mail-address.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import type { LiftMailRefusalInput } from "#app/domain/notifications/notice-inputs.ts";
import { notice } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const DAY = 86_400_000;
/** More than this many held-back mails at once would look like what made the address refuse. */
const MOST_SENT_AGAIN = 5;

/**
 * Lets mail go again to an address that refused it: one's own, or anybody's by an administrator. What was held back in the
 * last day and is unread is sent now, so that it shows at once whether the address takes mail. Throws Conflict when
 * nothing was refused.
 */
export function liftMailRefusal(ctx: MemberCtx, input: LiftMailRefusalInput): Promise<{ memberId: string }> {
  permit(ctx, input.memberId === ctx.actor.memberId ? "notice.manage_own" : "member.manage");
  return inTransaction(ctx, async (tx) => {
    const who = await loadActiveMember(tx, ctx, input.memberId);
    const lifted = await tx
      .delete(mailRefusal)
      .where(and(inOrg(ctx, mailRefusal), eq(mailRefusal.address, addressKey(who.email))))
      .returning({ why: mailRefusal.why });
    if (lifted.length === 0) throw new Conflict("Mail to this address was not refused. Nothing was changed.");
    const held = await tx
      .select({ id: notice.id })
      .from(notice)
      .where(
        and(
          inOrg(ctx, notice),
          eq(notice.memberId, who.id),
          eq(notice.mail, "refused"),
          isNull(notice.readAt),
          gt(notice.at, new Date(ctx.now.getTime() - DAY)),
        ),
      )
      .orderBy(desc(notice.id))
      .limit(MOST_SENT_AGAIN);
    const ids = held.map(({ id }) => id);
    if (ids.length > 0) {
      await tx
        .update(notice)
        .set({ mail: "waiting" })
        .where(and(inOrg(ctx, notice), inArray(notice.id, ids)));
    }
    for (const noticeId of ids) await enqueue(tx, "mail_notice", { orgId: ctx.orgId, noticeId });
    await recordAudit(tx, ctx, {
      verb: "mail_refusal.lift",
      target: { kind: "member", id: who.id },
      before: { why: lifted[0]?.why ?? null },
      after: { sentAgain: ids.length },
    });
    return { memberId: who.id };
  });
}

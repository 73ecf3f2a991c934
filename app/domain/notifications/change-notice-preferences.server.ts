import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { type MailChoice, NOTICE_GROUPS, type NoticeGroup } from "#app/domain/notifications/notice-groups.ts";
import type { ChangeNoticePreferencesInput } from "#app/domain/notifications/notice-inputs.ts";
import { getNoticePreferences } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { noticePreference } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Chooses what is mailed to the actor in this organization. As it stands already: no change and no event. */
export function changeNoticePreferences(
  ctx: MemberCtx,
  input: ChangeNoticePreferencesInput,
): Promise<Record<NoticeGroup, MailChoice>> {
  permit(ctx, "notice.manage_own");
  return inTransaction(ctx, async (tx) => {
    const before = await getNoticePreferences({ ...ctx, tx });
    const after = { ...before, ...input };
    const changed = NOTICE_GROUPS.filter((group) => before[group] !== after[group]);
    if (changed.length === 0) return before;
    for (const group of changed) {
      const chosen = { mail: after[group], setAt: ctx.now };
      await tx
        .insert(noticePreference)
        .values({ orgId: ctx.orgId, memberId: ctx.actor.memberId, group, ...chosen })
        .onConflictDoUpdate({
          target: [noticePreference.orgId, noticePreference.memberId, noticePreference.group],
          set: chosen,
        });
    }
    await recordAudit(tx, ctx, {
      verb: "notice_preferences.change",
      target: { kind: "member", id: ctx.actor.memberId },
      before: Object.fromEntries(changed.map((group) => [group, before[group]])),
      after: Object.fromEntries(changed.map((group) => [group, after[group]])),
    });
    return after;
  });
}

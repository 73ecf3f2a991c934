import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability, type MemberCtx } from "#app/domain/context.ts";
import { addressKey } from "#app/domain/identity/mail-address.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { type MailChoice, NOTICE_GROUPS, type NoticeGroup } from "#app/domain/notifications/notice-groups.ts";
import { notice, noticePreference } from "#app/domain/notifications/notice-tables.server.ts";
import { choiceFor } from "#app/domain/notifications/telling-rules.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** What is mailed to the actor of each group, and when: their choice, or what stands before one. */
export function getNoticePreferences(ctx: MemberCtx): Promise<Record<NoticeGroup, MailChoice>> {
  permit(ctx, "notice.read_own");
  return inTransaction(ctx, async (tx) => {
    const chosen = await chosenBy(tx, ctx);
    const [waits_on_me, my_requests, my_access, alerts, account] = NOTICE_GROUPS.map((group) =>
      choiceFor(group, chosen.get(group)),
    ) as [MailChoice, MailChoice, MailChoice, MailChoice, MailChoice];
    return { waits_on_me, my_requests, my_access, alerts, account };
  });
}

/** The actor's choice for one group. */
export async function findMailChoice(
  tx: Transaction,
  ctx: MemberCtx,
  group: NoticeGroup,
): Promise<MailChoice> {
  return choiceFor(group, (await chosenBy(tx, ctx)).get(group));
}

async function chosenBy(tx: Transaction, ctx: MemberCtx): Promise<Map<NoticeGroup, MailChoice>> {
  const rows = await tx
    .select({ group: noticePreference.group, mail: noticePreference.mail })
    .from(noticePreference)
    .where(and(inOrg(ctx, noticePreference), eq(noticePreference.memberId, ctx.actor.memberId)));
  return new Map(rows.map((row) => [row.group, row.mail]));
}

export type MailStanding = {
  address: string;
  refusal: { why: string; refusedAt: Date } | null;
  /** What became of the newest mail of this organization, to anybody; null before the first. */
  newest: { outcome: "sent" | "refused" | "not_set_up"; at: Date } | null;
};

/** Whether mail reaches the actor, as far as it was observed. */
export function getMailStanding(ctx: MemberCtx): Promise<MailStanding> {
  permit(ctx, "notice.read_own");
  return inTransaction(ctx, async (tx) => {
    const [own] = await tx
      .select({ email: member.email })
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.id, ctx.actor.memberId)));
    const address = own?.email ?? "";
    const [newest] = await tx
      .select({ outcome: notice.mail, at: notice.mailAt })
      .from(notice)
      .where(
        and(
          inOrg(ctx, notice),
          inArray(notice.mail, ["sent", "refused", "not_set_up"]),
          isNotNull(notice.mailAt),
        ),
      )
      .orderBy(desc(notice.mailAt))
      .limit(1);
    const { outcome, at } = newest ?? {};
    const isOutcome = outcome === "sent" || outcome === "refused" || outcome === "not_set_up";
    return {
      address,
      refusal: (await findMailRefusal(tx, ctx, address)) ?? null,
      newest: isOutcome && at ? { outcome, at } : null,
    };
  });
}

/** That an address refused mail, and when; undefined while mail goes there. */
export async function findMailRefusal(tx: Transaction, ctx: Ctx, address: string) {
  const [refusal] = await tx
    .select({ why: mailRefusal.why, refusedAt: mailRefusal.refusedAt })
    .from(mailRefusal)
    .where(and(inOrg(ctx, mailRefusal), eq(mailRefusal.address, addressKey(address))));
  return refusal;
}

/** Why a member's address takes no mail, for those who can have it changed; null for others and while it does. */
export function findRefusalFor(ctx: Ctx, memberId: string): Promise<string | null> {
  if (!can(capability(ctx.actor), "member.manage")) return Promise.resolve(null);
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ email: member.email })
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.id, memberId)));
    return found ? ((await findMailRefusal(tx, ctx, found.email))?.why ?? null) : null;
  });
}

export type RefusedMember = { memberId: string; name: string; email: string; why: string; refusedAt: Date };

/** Members whose address refused mail, for those who can do something about it; at most 100. */
export function listMailRefusals(ctx: Ctx): Promise<RefusedMember[]> {
  permit(ctx, "member.manage");
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        memberId: member.id,
        name: member.name,
        email: member.email,
        why: mailRefusal.why,
        refusedAt: mailRefusal.refusedAt,
      })
      .from(mailRefusal)
      .innerJoin(
        member,
        and(eq(member.orgId, mailRefusal.orgId), sql`lower(${member.email}) = ${mailRefusal.address}`),
      )
      .where(and(inOrg(ctx, mailRefusal), inOrg(ctx, member), isNull(member.removedAt)))
      .orderBy(asc(member.name), asc(member.id))
      .limit(100),
  );
}

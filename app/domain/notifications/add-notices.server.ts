import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { auditEventId } from "#app/domain/audit/audit-event-id.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import type { MailChoice } from "#app/domain/notifications/notice-groups.ts";
import { notice, noticePreference, noticeTelling } from "#app/domain/notifications/notice-tables.server.ts";
import { groupOf, type NoticeKind } from "#app/domain/notifications/notice-words.ts";
import { choiceFor, FOLD_WITHIN_MS, firstMailState } from "#app/domain/notifications/telling-rules.ts";

export type NoticeDraft = {
  memberIds: readonly string[];
  kind: NoticeKind;
  subject: { kind: string; id: string };
  actorMemberId: string | null;
  facts: Record<string, unknown>;
  at: Date;
  /** What it comes from: an event's id, or a moment of time. Nobody is told twice of one. */
  key: string;
  /** Notices of one kind and batch are one. */
  batch: string | null;
};

const CHUNK = 500;
/** A batch comes in one by one: its mail waits until it stands for all. */
const BATCH_SECONDS = 60;

/**
 * Tells members one thing, each once however often this is called: who was told of `key` already is left out. Adds to a
 * notice that stands for the same batch, or for what the same person did a moment ago, instead of making another.
 * Returns how many were told.
 */
export async function addNotices(tx: Transaction, ctx: Ctx, draft: NoticeDraft): Promise<number> {
  const about = draft.batch ?? draft.subject.id;
  const turn = [ctx.orgId, draft.kind, about].join("\n");
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${turn}, 1))`);
  const [own] = await tx
    .select({ isDemo: organization.isDemo })
    .from(organization)
    .where(eq(organization.id, ctx.orgId));
  let told = 0;
  for (let from = 0; from < draft.memberIds.length; from += CHUNK) {
    const memberIds = draft.memberIds.slice(from, from + CHUNK);
    told += await addSome(tx, ctx, { ...draft, memberIds }, own?.isDemo ?? true);
  }
  return told;
}

async function addSome(tx: Transaction, ctx: Ctx, draft: NoticeDraft, isDemo: boolean): Promise<number> {
  const { orgId } = ctx;
  const { kind, subject, at, key, batch, actorMemberId, facts } = draft;
  const known = await tx
    .select({ memberId: noticeTelling.memberId })
    .from(noticeTelling)
    .where(
      and(
        inOrg(ctx, noticeTelling),
        eq(noticeTelling.key, key),
        inArray(noticeTelling.memberId, [...draft.memberIds]),
      ),
    );
  const already = new Set(known.map((row) => row.memberId));
  const memberIds = draft.memberIds.filter((memberId) => !already.has(memberId));
  if (memberIds.length === 0) return 0;
  const open = await findOpen(tx, ctx, { ...draft, memberIds });
  const choices = await findChoices(tx, ctx, kind, memberIds);
  const rows = memberIds
    .filter((memberId) => !open.has(memberId))
    .map((memberId) => {
      const choice = choiceFor(groupOf(kind), choices.get(memberId));
      const mail = firstMailState(choice, { at, now: ctx.now, isDemo });
      return { orgId, id: auditEventId(at), memberId, kind, mail, events: 1 };
    })
    .map((row) => ({
      ...row,
      subjectKind: subject.kind,
      subjectId: subject.id,
      actorMemberId,
      facts,
      batch,
      at,
      toldAt: ctx.now,
    }));
  if (rows.length > 0) await tx.insert(notice).values(rows);
  if (open.size > 0) {
    await tx
      .update(notice)
      .set({ events: sql`${notice.events} + 1`, at, toldAt: ctx.now, facts, readAt: null })
      .where(and(inOrg(ctx, notice), inArray(notice.id, [...open.values()])));
  }
  const tellings = [
    ...rows.map((row) => ({ orgId, memberId: row.memberId, key, noticeId: row.id })),
    ...[...open].map(([memberId, noticeId]) => ({ orgId, memberId, key, noticeId })),
  ];
  await tx.insert(noticeTelling).values(tellings);
  for (const row of rows.filter((one) => one.mail === "waiting")) {
    const wait = batch ? { afterSeconds: BATCH_SECONDS } : {};
    await enqueue(tx, "mail_notice", { orgId, noticeId: row.id }, wait);
  }
  return memberIds.length;
}

/** By member, the notice this one is added to. */
async function findOpen(tx: Transaction, ctx: Ctx, draft: NoticeDraft): Promise<Map<string, string>> {
  const same = draft.batch
    ? eq(notice.batch, draft.batch)
    : and(
        isNull(notice.batch),
        isNull(notice.readAt),
        eq(notice.subjectId, draft.subject.id),
        draft.actorMemberId ? eq(notice.actorMemberId, draft.actorMemberId) : isNull(notice.actorMemberId),
        gt(notice.at, new Date(draft.at.getTime() - FOLD_WITHIN_MS)),
      );
  const rows = await tx
    .select({ id: notice.id, memberId: notice.memberId })
    .from(notice)
    .where(
      and(
        inOrg(ctx, notice),
        inArray(notice.memberId, [...draft.memberIds]),
        eq(notice.kind, draft.kind),
        same,
      ),
    )
    .orderBy(desc(notice.id));
  return new Map(rows.toReversed().map((row) => [row.memberId, row.id]));
}

async function findChoices(
  tx: Transaction,
  ctx: Ctx,
  kind: NoticeKind,
  memberIds: readonly string[],
): Promise<Map<string, MailChoice>> {
  const rows = await tx
    .select({ memberId: noticePreference.memberId, mail: noticePreference.mail })
    .from(noticePreference)
    .where(
      and(
        inOrg(ctx, noticePreference),
        eq(noticePreference.group, groupOf(kind)),
        inArray(noticePreference.memberId, [...memberIds]),
      ),
    );
  return new Map(rows.map((row) => [row.memberId, row.mail]));
}

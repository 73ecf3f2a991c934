import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import { digestDue } from "#app/domain/notifications/digest-rules.ts";
import { notice } from "#app/domain/notifications/notice-tables.server.ts";
import { DAY, overSpan } from "#app/domain/notifications/over-span.server.ts";
import { viewerOf } from "#app/domain/notifications/recipient-queries.server.ts";
import { ROLES, rolesWith } from "#app/domain/permissions.ts";
import { waitsOnActor } from "#app/domain/requests/visible-requests.server.ts";

const PAGE = 200;

const Decider = z.object({ id: z.string(), accountId: z.string(), role: z.enum(ROLES), name: z.string() });

/**
 * Reminds deciders, once a day when the organization's day begins, of what has waited for them longer than a day or is
 * past its due time: one notice for all of it, instead of yesterday's. For the sweep.
 */
export async function tellWaitingRequests(ctx: Ctx): Promise<void> {
  const to = digestDue(ctx.now, await getOrganization(ctx), "daily");
  await overSpan(ctx, { chore: "requests_waiting", to }, async (tx, _span, after) => {
    const deciders = await findDeciding(tx, ctx, after);
    for (const decider of deciders) {
      const facts = await countWaiting(tx, viewerOf(ctx, decider), to);
      if (facts.waiting === 0) continue;
      await forgetYesterday(tx, ctx, decider.id);
      await addNotices(tx, ctx, {
        memberIds: [decider.id],
        kind: "requests_waiting",
        subject: { kind: "organization", id: ctx.orgId },
        actorMemberId: null,
        facts,
        at: ctx.now,
        key: `requests_waiting:${to.toISOString()}`,
        batch: `requests_waiting:${to.toISOString()}`,
      });
    }
    return deciders.length === PAGE ? (deciders.at(-1)?.id ?? null) : null;
  });
}

async function findDeciding(tx: Transaction, ctx: Ctx, after: string) {
  const roles = sql.join(
    rolesWith("request.decide").map((role) => sql`${role}`),
    sql`, `,
  );
  const found = await tx.execute(sql`
    select m.id, m.account_id as "accountId", m.role, m.name from member m
    where m.org_id = ${ctx.orgId} and m.removed_at is null and m.id > ${after} and (m.role in (${roles})
      or exists (select from team_member l where l.org_id = ${ctx.orgId} and l.member_id = m.id and l.is_lead))
    order by m.id limit ${PAGE}`);
  return z.array(Decider).parse([...found]);
}

async function countWaiting(tx: Transaction, ctx: MemberCtx, to: Date) {
  const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
  const [counted] = await tx.execute(sql`
    select count(*)::int as waiting, count(*) filter (where r.due_at <= ${at(ctx.now)})::int as "pastDue" from request r
    where ${waitsOnActor(ctx)}
      and (r.submitted_at <= ${at(new Date(to.getTime() - DAY))} or r.due_at <= ${at(ctx.now)})`);
  return z.object({ waiting: z.number(), pastDue: z.number() }).parse(counted);
}

async function forgetYesterday(tx: Transaction, ctx: Ctx, memberId: string): Promise<void> {
  await tx
    .update(notice)
    .set({ readAt: ctx.now })
    .where(
      and(
        inOrg(ctx, notice),
        eq(notice.memberId, memberId),
        eq(notice.kind, "requests_waiting"),
        isNull(notice.readAt),
      ),
    );
}

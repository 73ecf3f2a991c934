import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { agent, member } from "#app/domain/identity/organization-tables.server.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import { localDay } from "#app/domain/notifications/digest-rules.ts";
import { DAY, fullHour, overSpan, type Span } from "#app/domain/notifications/over-span.server.ts";

/** Days before the review date; 0 is when it is overdue. */
const MARKS = [0, 14] as const;
const PAGE = 200;

/** Tells the owner of an agent that its review is due, 14 days before and when it is overdue. For the sweep, once an hour. */
export async function tellAgentReviews(ctx: Ctx): Promise<void> {
  const { timeZone } = await getOrganization(ctx);
  const today = localDay(ctx.now, timeZone);
  await overSpan(ctx, { chore: "agent_reviews", to: fullHour(ctx.now) }, async (tx, span, after) => {
    const rows = await tx
      .select({ id: agent.id, ownerId: agent.ownerId, reviewBy: agent.reviewBy })
      .from(agent)
      .innerJoin(member, and(eq(member.orgId, agent.orgId), eq(member.id, agent.ownerId)))
      .where(
        and(
          inOrg(ctx, agent),
          gt(agent.id, after),
          isNull(agent.retiredAt),
          isNull(member.removedAt),
          or(...MARKS.map((mark) => crosses(span, mark))),
        ),
      )
      .orderBy(asc(agent.id))
      .limit(PAGE);
    for (const row of rows) {
      const days = Math.max(0, Math.ceil((row.reviewBy.getTime() - ctx.now.getTime()) / DAY));
      await addNotices(tx, ctx, {
        memberIds: [row.ownerId],
        kind: "agent_review",
        subject: { kind: "agent", id: row.id },
        actorMemberId: null,
        facts: { days },
        at: ctx.now,
        key: `agent_review:${row.id}:${row.reviewBy.toISOString()}:${days > 0 ? 14 : 0}`,
        batch: `agent_review:${days}:${today}`,
      });
    }
    return rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;
  });
}

/** The mark lies in the span, and the agent was there, or was reviewed, before it. */
function crosses({ from, to }: Span, days: number) {
  const shifted = (at: Date) => new Date(at.getTime() + days * DAY);
  return and(
    gt(agent.reviewBy, shifted(from)),
    lte(agent.reviewBy, shifted(to)),
    sql`coalesce(${agent.reviewedAt}, ${agent.createdAt}) < ${agent.reviewBy} - make_interval(days => ${days})`,
  );
}

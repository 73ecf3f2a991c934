import { and, asc, gt, isNull, lte, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { holderGoneAt } from "#app/domain/grants/holder-sql.server.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import { findMembers, holdersOf } from "#app/domain/notifications/audience-queries.server.ts";
import { localDay } from "#app/domain/notifications/digest-rules.ts";
import { DAY, fullHour, overSpan, type Span } from "#app/domain/notifications/over-span.server.ts";
import { whoIsTold } from "#app/domain/notifications/told-people-rules.ts";

/** Days before the end. */
const MARKS = [3, 14] as const;
const PAGE = 200;

/**
 * Tells the holders of a grant and who approved it that it is about to end, 14 and 3 days before. A grant made later than
 * a mark is not told of it. For the sweep: looks once an hour, and once only at each hour.
 */
export async function tellGrantsEnding(ctx: Ctx): Promise<void> {
  const { timeZone } = await getOrganization(ctx);
  const today = localDay(ctx.now, timeZone);
  await overSpan(ctx, { chore: "grants_ending", to: fullHour(ctx.now) }, async (tx, span, after) => {
    const rows = await tx
      .select()
      .from(accessGrant)
      .where(
        and(
          inOrg(ctx, accessGrant),
          gt(accessGrant.id, after),
          gt(accessGrant.endsAt, ctx.now),
          isNull(accessGrant.revokedAt),
          sql`${holderGoneAt(ctx, sql`access_grant`)} is null`,
          or(...MARKS.map((mark) => crosses(span, mark))),
        ),
      )
      .orderBy(asc(accessGrant.id))
      .limit(PAGE);
    for (const grant of rows) {
      const mark = MARKS.find((days) => grant.endsAt.getTime() - days * DAY <= span.to.getTime()) ?? MARKS[1];
      const days = Math.ceil((grant.endsAt.getTime() - ctx.now.getTime()) / DAY);
      const found = [
        {
          rule: "grant_ending" as const,
          people: await findMembers(tx, ctx, holdersOf(ctx, sql`g.id = ${grant.id}`)),
        },
        {
          rule: "granted_ending" as const,
          people: await findMembers(tx, ctx, sql`m.id = ${grant.grantedBy}`),
        },
      ];
      for (const { rule: kind, memberIds } of whoIsTold(found, null)) {
        await addNotices(tx, ctx, {
          memberIds,
          kind,
          subject: { kind: "grant", id: grant.id },
          actorMemberId: null,
          facts: { days },
          at: ctx.now,
          key: `grant_ending:${grant.id}:${mark}`,
          batch: `${kind}:${days}:${today}`,
        });
      }
    }
    return rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;
  });
}

/** The mark lies in the span, and the grant was there before it. */
function crosses({ from, to }: Span, days: number) {
  const shifted = (at: Date) => new Date(at.getTime() + days * DAY);
  return and(
    gt(accessGrant.endsAt, shifted(from)),
    lte(accessGrant.endsAt, shifted(to)),
    sql`${accessGrant.createdAt} < ${accessGrant.endsAt} - make_interval(days => ${days})`,
  );
}

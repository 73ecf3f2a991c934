import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { apiKey, member } from "#app/domain/identity/organization-tables.server.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import { localDay } from "#app/domain/notifications/digest-rules.ts";
import { DAY, fullHour, overSpan, type Span } from "#app/domain/notifications/over-span.server.ts";

/** Days before the end. */
const MARKS = [1, 7] as const;
const PAGE = 200;

/** Tells the person of an API key that it is about to end, 7 days and 1 day before. For the sweep, once an hour. */
export async function tellKeysEnding(ctx: Ctx): Promise<void> {
  const { timeZone } = await getOrganization(ctx);
  const today = localDay(ctx.now, timeZone);
  await overSpan(ctx, { chore: "keys_ending", to: fullHour(ctx.now) }, async (tx, span, after) => {
    const rows = await tx
      .select({ id: apiKey.id, memberId: apiKey.memberId, expiresAt: apiKey.expiresAt })
      .from(apiKey)
      .innerJoin(member, and(eq(member.orgId, apiKey.orgId), eq(member.id, apiKey.memberId)))
      .where(
        and(
          inOrg(ctx, apiKey),
          gt(apiKey.id, after),
          gt(apiKey.expiresAt, ctx.now),
          isNull(apiKey.revokedAt),
          isNull(member.removedAt),
          or(...MARKS.map((mark) => crosses(span, mark))),
        ),
      )
      .orderBy(asc(apiKey.id))
      .limit(PAGE);
    for (const key of rows) {
      const mark =
        MARKS.find((days) => key.expiresAt.getTime() - days * DAY <= span.to.getTime()) ?? MARKS[1];
      const days = Math.ceil((key.expiresAt.getTime() - ctx.now.getTime()) / DAY);
      await addNotices(tx, ctx, {
        memberIds: [key.memberId],
        kind: "key_ending",
        subject: { kind: "api_key", id: key.id },
        actorMemberId: null,
        facts: { days },
        at: ctx.now,
        key: `key_ending:${key.id}:${mark}`,
        batch: `key_ending:${days}:${today}`,
      });
    }
    return rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;
  });
}

/** The mark lies in the span, and the key was there before it. */
function crosses({ from, to }: Span, days: number) {
  const shifted = (at: Date) => new Date(at.getTime() + days * DAY);
  return and(
    gt(apiKey.expiresAt, shifted(from)),
    lte(apiKey.expiresAt, shifted(to)),
    sql`${apiKey.createdAt} < ${apiKey.expiresAt} - make_interval(days => ${days})`,
  );
}

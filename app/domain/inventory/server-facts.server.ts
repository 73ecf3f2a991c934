import { type SQL, sql } from "drizzle-orm";
import { TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { grantsInSight } from "#app/domain/grants/grant-queries.server.ts";
import { holderGoneAt } from "#app/domain/grants/holder-sql.server.ts";

/** Tools by the most powerful class of each, of server `serverId` as JSON, null when its tools were never looked at. */
export function toolCounts(ctx: Ctx, serverId: SQL, manifestId: SQL): SQL {
  return sql`case when ${manifestId} is null then null else (
    select jsonb_build_object(${sql.join(
      TOOL_CLASSES.map((one) => sql`${one}::text, count(*) filter (where t.class = ${one})`),
      sql`, `,
    )})
    from tool t where t.org_id = ${ctx.orgId} and t.server_id = ${serverId}) end`;
}

/** The live grant of server `serverId` that ends last, of those the actor may see, as JSON. */
export function latestApproval(ctx: Ctx, serverId: SQL): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return sql`(
    select jsonb_build_object('grantId', g.id, 'by', m.name, 'endsAt', g.ends_at)
    from access_grant g join member m on m.org_id = g.org_id and m.id = g.granted_by
    where g.org_id = ${ctx.orgId} and g.server_id = ${serverId} and g.revoked_at is null
      and g.starts_at <= ${now} and ${now} < g.ends_at
      and (g.suspended_at is null or g.suspended_until <= ${now})
      and ${holderGoneAt(ctx)} is null and ${grantsInSight(ctx)}
    order by g.ends_at desc, g.id desc limit 1)`;
}

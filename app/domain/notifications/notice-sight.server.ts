import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability, type MemberCtx } from "#app/domain/context.ts";
import { grantsInSight } from "#app/domain/grants/grant-queries.server.ts";
import { visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";
import { ASKS_WHILE } from "#app/domain/notifications/notice-words.ts";
import { can } from "#app/domain/permissions.ts";
import { visibleRequests } from "#app/domain/requests/visible-requests.server.ts";

/**
 * The condition on notice `n` that keeps what its member may still see: it was theirs to see when they were told, and a
 * lead who leads no more, or an admin who is a member now, sees it no longer.
 */
export function noticesInSight(ctx: MemberCtx): SQL {
  const org = ctx.orgId;
  const mayAllKeys = can(capability(ctx.actor), "api_key.manage_all");
  return sql`case n.subject_kind
    when 'request' then exists (select from request r
      where r.org_id = ${org} and r.id = n.subject_id and ${visibleRequests(ctx)})
    when 'grant' then exists (select from access_grant g
      where g.org_id = ${org} and g.id = n.subject_id and ${grantsInSight(ctx)})
    when 'device' then exists (select from device d
      where d.org_id = ${org} and d.id = n.subject_id and ${visibleMembers(ctx, sql`d.member_id`)})
    when 'agent' then exists (select from agent a
      where a.org_id = ${org} and a.id = n.subject_id and ${visibleAgents(ctx)})
    when 'api_key' then ${mayAllKeys}::boolean or exists (select from api_key k
      where k.org_id = ${org} and k.id = n.subject_id and k.member_id = ${ctx.actor.memberId})
    else n.subject_kind in ('server', 'team', 'member', 'organization') end`;
}

/** Whether what notice `n` asks for was done meanwhile, by whomever. */
export function isSettled(ctx: Ctx): SQL {
  const kinds = ASKS_WHILE.map(({ kind, state }) => sql`when ${kind} then ${state}`);
  const state = sql`(case n.kind ${sql.join(kinds, sql` `)} end)`;
  return sql`(n.subject_kind = 'request' and exists (select from request r
    where r.org_id = ${ctx.orgId} and r.id = n.subject_id
      and (r.state <> ${state} or ${state} is not null and r.expires_at <= ${ctx.now.toISOString()}::timestamptz)))`;
}

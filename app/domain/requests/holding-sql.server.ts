import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#app/domain/context.ts";
import { rolesWith } from "#app/domain/permissions.ts";

/** Whether a grant of `serverId` that holds now reaches somebody with `accountId`: theirs, a team's, or an agent's they answer for. */
export function hasServer(ctx: Ctx, accountId: SQL, serverId: SQL): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return sql`exists (
    select from access_grant hg
    where hg.org_id = ${ctx.orgId}::uuid and hg.server_id = ${serverId} and hg.revoked_at is null and hg.ends_at > ${now}
      and hg.starts_at <= ${now} and exists (
        select from member hm where hm.org_id = ${ctx.orgId}::uuid and hm.account_id = ${accountId} and (
          hm.id = hg.member_id
          or exists (select from team_member ht where ht.org_id = ${ctx.orgId}::uuid and ht.team_id = hg.team_id and ht.member_id = hm.id)
          or exists (select from agent ha where ha.org_id = ${ctx.orgId}::uuid and ha.id = hg.agent_id and ha.owner_id = hm.id
            and ha.retired_at is null))))`;
}

/** Whether somebody with a role that decides has no such grant. */
export function hasOtherDecider(ctx: Ctx, serverId: SQL): SQL {
  const roles = sql.join(
    rolesWith("request.decide").map((role) => sql`${role}`),
    sql`, `,
  );
  return sql`exists (select from member od where od.org_id = ${ctx.orgId}::uuid and od.removed_at is null and od.role in (${roles})
    and not ${hasServer(ctx, sql`od.account_id`, serverId)})`;
}

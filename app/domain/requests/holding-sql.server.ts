import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#app/domain/context.ts";
import { rolesWith } from "#app/domain/permissions.ts";

/** Whether a grant of `serverId` that holds now reaches somebody with `accountId`: theirs, a team's, or an agent's they answer for. */
export function hasServer(ctx: Ctx, accountId: SQL, serverId: SQL): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const org = sql`${ctx.orgId}::uuid`;
  // a scalar subquery, so that each account is read by its member's key
  const isTheirs = (memberId: string) =>
    sql`(select hm.account_id from member hm where hm.org_id = ${org} and hm.id = ${sql.raw(memberId)}) = ${accountId}`;
  return sql`exists (
    select from access_grant hg
    where hg.org_id = ${org} and hg.server_id = ${serverId} and hg.revoked_at is null and hg.ends_at > ${now}
      and hg.starts_at <= ${now} and (${isTheirs("hg.member_id")}
        or exists (select from team_member ht where ht.org_id = ${org} and ht.team_id = hg.team_id and ${isTheirs("ht.member_id")})
        or exists (select from agent ha where ha.org_id = ${org} and ha.id = hg.agent_id and ha.retired_at is null
          and ${isTheirs("ha.owner_id")})))`;
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

import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability, type MemberCtx } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";
import { hasOtherDecider, hasServer } from "#app/domain/requests/holding-sql.server.ts";

/** Members and teams the actor leads, and those members' agents, as conditions on request `r` (or what it is called in the statement). */
function concernsMyTeams(ctx: MemberCtx, r = sql`r`): SQL {
  const me = ctx.actor.memberId;
  return sql`(${r}.team_id in (select l.team_id from team_member l
      where l.org_id = ${ctx.orgId} and l.member_id = ${me} and l.is_lead)
    or ${r}.member_id in (select peer.member_id from team_member l
      join team_member peer on peer.org_id = l.org_id and peer.team_id = l.team_id
      where l.org_id = ${ctx.orgId} and l.member_id = ${me} and l.is_lead)
    or ${r}.agent_id in (select a.id from agent a
      join team_member peer on peer.org_id = a.org_id and peer.member_id = a.owner_id
      join team_member l on l.org_id = peer.org_id and l.team_id = peer.team_id
      where a.org_id = ${ctx.orgId} and l.member_id = ${me} and l.is_lead))`;
}

/** The condition on request `r` that keeps what the actor may see: all, or their own, their agents' and those of teams they lead. */
export function visibleRequests(ctx: Ctx, r = sql`r`): SQL {
  if (ctx.actor.kind !== "member" || can(capability(ctx.actor), "request.read_all")) return sql`true`;
  const me = ctx.actor.memberId;
  return sql`(${r}.requester_id = ${me} or ${r}.member_id = ${me}
    or ${r}.agent_id in (select a.id from agent a where a.org_id = ${ctx.orgId} and a.owner_id = ${me})
    or ${concernsMyTeams({ ...ctx, actor: ctx.actor }, r)})`;
}

/** The condition on request `r` that keeps what is not decided and not past its time, swept or not. */
export function undecided(ctx: Ctx): SQL {
  return sql`r.state in ('submitted', 'pending_approval', 'waiting_for_requester')
    and r.expires_at > ${ctx.now.toISOString()}::timestamptz`;
}

/** The condition on request `r` that keeps what is for a team, or for somebody in it. */
export function forTeam(ctx: Ctx, teamId: string): SQL {
  return sql`(r.team_id = ${teamId} or r.member_id in (select tm.member_id from team_member tm
    where tm.org_id = ${ctx.orgId} and tm.team_id = ${teamId}))`;
}

/**
 * The condition on request `r` that keeps what waits on the actor: the SQL twin of `mayDecide` over requests that are
 * pending and not past their time.
 */
export function waitsOnActor(ctx: MemberCtx): SQL {
  const { accountId, role } = ctx.actor;
  const byRole = can({ role, scopes: null }, "request.decide");
  // a scalar subquery, so that each account is read by its member's key
  const isOthers = (column: SQL) => sql`(select own.account_id from member own
    where own.org_id = ${ctx.orgId} and own.id = ${column}) is distinct from ${accountId}::uuid`;
  return sql`r.org_id = ${ctx.orgId} and r.state = 'pending_approval'
    and r.expires_at > ${ctx.now.toISOString()}::timestamptz
    and ${isOthers(sql`r.requester_id`)} and ${isOthers(sql`r.member_id`)}
    and ${isOthers(sql`(select a.owner_id from agent a where a.org_id = ${ctx.orgId} and a.id = r.agent_id)`)}
    and ${byRole ? sql`true` : sql`(r.kind <> 'drift' and ${concernsMyTeams(ctx)})`}
    and (r.drift_id is null or not ${hasServer(ctx, sql`${accountId}::uuid`, sql`r.server_id`)}
      ${role === "owner" ? sql`or not ${hasOtherDecider(ctx, sql`r.server_id`)}` : sql``})
    and (r.team_id is null
      or not exists (select from team_member tm where tm.org_id = ${ctx.orgId} and tm.team_id = r.team_id
        and tm.member_id = ${ctx.actor.memberId})
      or exists (select from team_member tm join member m on m.org_id = tm.org_id and m.id = tm.member_id
        where tm.org_id = ${ctx.orgId} and tm.team_id = r.team_id and m.removed_at is null
          and m.account_id <> ${accountId}))`;
}

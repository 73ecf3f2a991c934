import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * The condition on `column` (a member's id) that keeps what the actor may see of the inventory: everything, their own and
 * their teams' members', or their own (interface.md, section 3). Throws Forbidden when they may see nothing.
 */
export function visibleMembers(ctx: Ctx, column: SQL): SQL {
  const who = capability(ctx.actor);
  if (ctx.actor.kind !== "member" || can(who, "inventory.read_all")) return sql`true`;
  permit(ctx, "inventory.read_own");
  const me = ctx.actor.memberId;
  if (!can(who, "inventory.read_teams")) return sql`${column} = ${me}`;
  return sql`(${column} = ${me} or ${column} in (
    select peer.member_id from team_member mine
    join team_member peer on peer.org_id = mine.org_id and peer.team_id = mine.team_id
    where mine.org_id = ${ctx.orgId} and mine.member_id = ${me}))`;
}

/** The condition on grant `g` that keeps what the actor may see of grants: all, or their own, their teams' and agents'. */
export function visibleGrants(ctx: Ctx): SQL {
  if (ctx.actor.kind !== "member" || can(capability(ctx.actor), "grant.read_all")) return sql`true`;
  const me = ctx.actor.memberId;
  return sql`(g.member_id = ${me} or g.team_id in (
    select tm.team_id from team_member tm where tm.org_id = ${ctx.orgId} and tm.member_id = ${me})
    or g.agent_id in (select ag.id from agent ag where ag.org_id = ${ctx.orgId} and ag.owner_id = ${me}))`;
}

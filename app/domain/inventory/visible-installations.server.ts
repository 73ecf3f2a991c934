import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** Whether nothing of the inventory is kept from the actor. */
export function seesAllInstallations(ctx: Ctx): boolean {
  return ctx.actor.kind !== "member" || can(capability(ctx.actor), "inventory.read_all");
}

/**
 * The condition on `column` (a member's id) that keeps what the actor may see of the inventory: everything; their own and
 * their teams' members'; or their own and that of the teams they lead (interface.md, section 3). Throws Forbidden when they
 * may see nothing.
 */
export function visibleMembers(ctx: Ctx, column: SQL): SQL {
  if (ctx.actor.kind !== "member" || seesAllInstallations(ctx)) return sql`true`;
  permit(ctx, "inventory.read_own");
  const me = ctx.actor.memberId;
  const which = can(capability(ctx.actor), "inventory.read_teams") ? sql`true` : sql`mine.is_lead`;
  // an array, so that each of these people is looked up by an index
  return sql`${column} = any(array(
    select ${me}::uuid union select peer.member_id from team_member mine
    join team_member peer on peer.org_id = mine.org_id and peer.team_id = mine.team_id
    where mine.org_id = ${ctx.orgId} and mine.member_id = ${me} and ${which}))`;
}

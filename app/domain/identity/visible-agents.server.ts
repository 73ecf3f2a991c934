import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";

/**
 * The condition on agent `a` (or what it is called in the statement) that keeps what the actor may see: all; or those
 * they answer for or were asked to take over, and those of people in a team with them, for whom they may ask.
 */
export function visibleAgents(ctx: Ctx, a = sql`a`): SQL {
  if (ctx.actor.kind !== "member" || can(capability(ctx.actor), "agent.read_all")) return sql`true`;
  const me = ctx.actor.memberId;
  // one list of ids: with "or" the indexes by owner and by offer would not be used
  return sql`${a}.id in (
    select own.id from agent own where own.org_id = ${ctx.orgId} and own.owner_id = ${me}
    union select offered.id from agent offered where offered.org_id = ${ctx.orgId} and offered.offered_to = ${me}
    union select near.id from agent near where near.org_id = ${ctx.orgId} and near.owner_id in (${teammatesOf(ctx, me)}))`;
}

/** The ids of the members who share a team with `memberId`, themselves among them when they are in one. */
export function teammatesOf(ctx: { orgId: string }, memberId: string): SQL {
  return sql`select peer.member_id from team_member mine
    join team_member peer on peer.org_id = mine.org_id and peer.team_id = mine.team_id
    where mine.org_id = ${ctx.orgId} and mine.member_id = ${memberId}`;
}

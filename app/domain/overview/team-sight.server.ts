import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** What one sees of a team: what all of its members use, or only what one uses oneself. */
export type TeamSight = "whole" | "own";

type Part = { seesAll: boolean; seesTeams: boolean; isLead: boolean | null };

/** The sight of a team for somebody whose part in it is `isLead`, null for none; null: the team is not theirs to see. */
export function sightOf({ seesAll, seesTeams, isLead }: Part): TeamSight | null {
  if (seesAll) return "whole";
  if (isLead === null) return null;
  return seesTeams || isLead ? "whole" : "own";
}

/** How much of a team the actor sees. Throws NotFound for a team that is none of theirs, as for one that is not there. */
export function getTeamSight(ctx: Ctx, teamId: string): Promise<TeamSight> {
  permit(ctx, "inventory.read_own");
  return inTransaction(ctx, async (tx) => {
    const me = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    const ofMe = and(
      eq(teamMember.orgId, team.orgId),
      eq(teamMember.teamId, team.id),
      // an operator is in no team
      eq(teamMember.memberId, me ?? ctx.orgId),
    );
    const [found] = await tx
      .select({ isLead: teamMember.isLead })
      .from(team)
      .leftJoin(teamMember, ofMe)
      .where(and(inOrg(ctx, team), eq(team.id, teamId)));
    const sight = found ? sightOf({ ...sightByRole(ctx), isLead: found.isLead }) : null;
    if (sight === null) throw new NotFound("team");
    return sight;
  });
}

/** Throws NotFound unless the actor sees what every member of the team uses. */
export async function requireWholeTeam(ctx: Ctx, teamId: string): Promise<void> {
  if ((await getTeamSight(ctx, teamId)) !== "whole") throw new NotFound("team");
}

export type TeamsInSight = { all: boolean; ids: string[]; leads: boolean };

/** The teams whose page the actor may open, all or these; and whether they lead one. */
export function findTeamsInSight(ctx: Ctx): Promise<TeamsInSight> {
  permit(ctx, "inventory.read_own");
  const { seesAll } = sightByRole(ctx);
  return inTransaction(ctx, async (tx) => {
    const me = ctx.actor.kind === "member" ? ctx.actor.memberId : ctx.orgId;
    const found = await tx
      .select({ id: teamMember.teamId, isLead: teamMember.isLead })
      .from(teamMember)
      .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, me)))
      .limit(MOST_TEAMS);
    return { all: seesAll, ids: found.map(({ id }) => id), leads: found.some(({ isLead }) => isLead) };
  });
}

const MOST_TEAMS = 500;

function sightByRole(ctx: Ctx) {
  const who = capability(ctx.actor);
  return {
    seesAll: ctx.actor.kind !== "member" || can(who, "inventory.read_all"),
    seesTeams: can(who, "inventory.read_teams"),
  };
}

import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { loadActiveMember } from "#app/domain/identity/load-active-member.server.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";

type Place = { teamId: string; memberId: string };

/** Throws NotFound unless both are of this organization and the member was not removed. */
export async function loadTeamAndMember(tx: Transaction, ctx: { orgId: string }, place: Place) {
  const [foundTeam] = await tx
    .select({ id: team.id, name: team.name, archivedAt: team.archivedAt })
    .from(team)
    .where(and(inOrg(ctx, team), eq(team.id, place.teamId)));
  if (!foundTeam) throw new NotFound("team");
  const foundMember = await loadActiveMember(tx, ctx, place.memberId);
  const [present] = await tx
    .select({ isLead: teamMember.isLead })
    .from(teamMember)
    .where(placeOf(ctx, place))
    .for("update");
  return { team: foundTeam, member: foundMember, present: present ?? null };
}

export function placeOf(ctx: { orgId: string }, place: Place) {
  return and(
    inOrg(ctx, teamMember),
    eq(teamMember.teamId, place.teamId),
    eq(teamMember.memberId, place.memberId),
  );
}

import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { LoadedProvider } from "#app/domain/identity/openid-queries.server.ts";
import { roleAfterSignIn, teamsAfterSignIn } from "#app/domain/identity/openid-rules.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";

/**
 * Gives a member the role and teams their groups at the provider give, inside the sign-in's transaction. One event when
 * something changes, none otherwise. Answers whether they get in.
 */
export async function applyGroups(
  tx: Transaction,
  ctx: Ctx,
  input: { memberId: string; groups: readonly string[]; provider: LoadedProvider },
): Promise<{ role: Role; enters: boolean }> {
  const { memberId, groups, provider } = input;
  const { member: found, owners } = await loadMemberToManage(tx, ctx, memberId);
  const { gifts, defaultRole } = provider;
  const { role, enters } = roleAfterSignIn({ current: found.role, owners, groups, gifts, defaultRole });
  const places = and(inOrg(ctx, teamMember), eq(teamMember.memberId, memberId));
  const teams = await tx.select({ teamId: teamMember.teamId }).from(teamMember).where(places);
  const current = teams.map(({ teamId }) => teamId);
  const wanted = teamsAfterSignIn(groups, gifts, current);
  const { leave } = wanted;
  const join = await openTeams(tx, ctx, wanted.join);
  if (role === found.role && join.length === 0 && leave.length === 0) return { role, enters };
  if (role !== found.role) {
    await tx
      .update(member)
      .set({ role })
      .where(and(inOrg(ctx, member), eq(member.id, memberId)));
  }
  if (leave.length > 0) await tx.delete(teamMember).where(and(places, inArray(teamMember.teamId, leave)));
  if (join.length > 0) {
    const made = join.map((teamId) => ({
      orgId: ctx.orgId,
      teamId,
      memberId,
      isLead: false,
      addedAt: ctx.now,
    }));
    await tx.insert(teamMember).values(made).onConflictDoNothing();
  }
  const after = [...current.filter((teamId) => !leave.includes(teamId)), ...join];
  await recordAudit(tx, ctx, {
    verb: "member.apply_groups",
    target: { kind: "member", id: memberId },
    touched: [...join, ...leave].map((id) => ({ kind: "team", id })),
    before: { role: found.role, teams: current },
    after: { role, teams: after },
  });
  return { role, enters };
}

/** An archived team takes nobody in. */
async function openTeams(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ id: team.id })
    .from(team)
    .where(and(inOrg(ctx, team), inArray(team.id, [...ids]), isNull(team.archivedAt)));
  return rows.map(({ id }) => id);
}

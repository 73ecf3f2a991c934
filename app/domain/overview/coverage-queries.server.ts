import { and, asc, eq, gte, lte } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { coverageDay, teamCoverageDay } from "#app/domain/overview/coverage-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** More days than this are not answered at once. */
export const MOST_DAYS = 400;

export const CoverageDay = z.object({
  day: z.string(),
  installations: z.number(),
  blocked: z.number(),
  drifted: z.number(),
  overScope: z.number(),
  lapsed: z.number(),
  unapproved: z.number(),
  approved: z.number(),
  servers: z.number(),
  people: z.number(),
});
export type CoverageDay = z.infer<typeof CoverageDay>;

type Span = { from: string; to: string; team?: string | undefined };

/**
 * Days that were counted from `from` to `to`, in order; a day that is not among them was not counted. Of the organization
 * for those who see all of it, of a team for those who see all of the team. Throws NotFound for a team one does not see.
 */
export function listCoverageDays(ctx: Ctx, { from, to, team: teamId }: Span): Promise<CoverageDay[]> {
  if (teamId === undefined) permit(ctx, "inventory.read_all");
  return inTransaction(ctx, async (tx) => {
    const table = teamId === undefined ? coverageDay : teamCoverageDay;
    if (teamId !== undefined) await requireTeamInSight({ ...ctx, tx }, teamId);
    const span = [inOrg(ctx, table), gte(table.day, from), lte(table.day, to)];
    const ofTeam = teamId === undefined ? undefined : eq(teamCoverageDay.teamId, teamId);
    const rows = await tx
      .select()
      .from(table)
      .where(and(...span, ofTeam))
      .orderBy(asc(table.day))
      .limit(MOST_DAYS);
    return z.array(CoverageDay).parse(rows);
  });
}

/** Throws NotFound unless the actor sees what every member of the team uses: everything, or a wider view of one's own team. */
export async function requireTeamInSight(ctx: Ctx, teamId: string): Promise<void> {
  const who = capability(ctx.actor);
  const seesAll = ctx.actor.kind !== "member" || can(who, "inventory.read_all");
  const me = ctx.actor.kind === "member" ? ctx.actor.memberId : "";
  const found = await inTransaction(ctx, async (tx) => {
    if (seesAll) {
      return tx
        .select({ id: team.id })
        .from(team)
        .where(and(inOrg(ctx, team), eq(team.id, teamId)));
    }
    if (!can(who, "inventory.read_teams")) return [];
    const mine = and(inOrg(ctx, teamMember), eq(teamMember.teamId, teamId), eq(teamMember.memberId, me));
    return tx.select({ id: teamMember.teamId }).from(teamMember).where(mine);
  });
  if (found.length === 0) throw new NotFound("team");
}

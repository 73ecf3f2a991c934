import { and, asc, eq, gte, lte } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { dayAfter, daysOf, localDay, missingDays } from "#app/domain/overview/coverage-rules.ts";
import { coverageDay, teamCoverageDay } from "#app/domain/overview/coverage-tables.server.ts";
import { requireWholeTeam } from "#app/domain/overview/team-sight.server.ts";
import { permit } from "#app/domain/permit.ts";

/** More days than this are not answered at once. */
export const MOST_DAYS = 400;
/** What a line shows. */
const SHOWN_DAYS = 90;

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
    if (teamId !== undefined) await requireWholeTeam({ ...ctx, tx }, teamId);
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

type Coverage = { timeZone: string; from: string; to: string; days: CoverageDay[]; missing: string[] };

/**
 * The days of a span that were counted, and those nobody counted, which are unknown and not zero. Without one, the last
 * ninety days that are over. Nothing is missing from before the organization was made. Throws Invalid for an odd span.
 */
export function getCoverage(ctx: Ctx, asked: Partial<Span>): Promise<Coverage> {
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    const ours = eq(organization.id, ctx.orgId);
    const [org] = await tx.select().from(organization).where(ours);
    if (!org) throw new NotFound("organization");
    const timeZone = org.timeZone;
    const to = asked.to ?? dayAfter(localDay(ctx.now, timeZone), -1);
    const from = asked.from ?? dayAfter(to, 1 - SHOWN_DAYS);
    if (from > to) throw new Invalid("The span ends before it begins.", { from: ["Is after the end."] });
    if (daysOf(from, to, MOST_DAYS + 1).length > MOST_DAYS) {
      throw new Invalid(`Ask for at most ${MOST_DAYS} days at once.`, { from: ["Is too long ago."] });
    }
    const days = await listCoverageDays(inside, { from, to, team: asked.team });
    const begun = localDay(org.createdAt, timeZone);
    const over = dayAfter(localDay(ctx.now, timeZone), -1);
    const span = daysOf(from > begun ? from : begun, to < over ? to : over);
    return { timeZone, from, to, days, missing: missingDays(span, days) };
  });
}

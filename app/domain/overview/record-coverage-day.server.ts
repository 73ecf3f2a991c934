import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { listFindingKinds } from "#app/domain/inventory/finding-queries.server.ts";
import { listTeamsInUse } from "#app/domain/inventory/inventory-queries.server.ts";
import type { StandingCounts, TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { dayToCount } from "#app/domain/overview/coverage-rules.ts";
import { coverageDay, teamCoverageDay } from "#app/domain/overview/coverage-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { getRequestSummary } from "#app/domain/requests/request-summary-queries.server.ts";

const TEAMS_AT_ONCE = 500;

/**
 * Counts the day that has just ended in the organization's time zone, once: a day already counted stays as it is, and one
 * whose end is too long ago stays a gap. Returns the day counted now, or null.
 */
export function recordCoverageDay(ctx: Ctx): Promise<{ day: string | null }> {
  permit(ctx, "organization.manage");
  return inTransaction(ctx, async (tx) => {
    const ours = eq(organization.id, ctx.orgId);
    const [org] = await tx.select({ timeZone: organization.timeZone }).from(organization).where(ours);
    const day = org ? dayToCount(ctx.now, org.timeZone) : null;
    if (!org || day === null) return { day: null };
    const same = and(inOrg(ctx, coverageDay), eq(coverageDay.day, day));
    const [known] = await tx.select({ day: coverageDay.day }).from(coverageDay).where(same);
    if (known) return { day: null };
    const inside = { ...ctx, tx };
    const row = { orgId: ctx.orgId, day, timeZone: org.timeZone, countedAt: ctx.now };
    const counts = await countOrganization(inside);
    // of two workers at once the second waits here, and then leaves the day to the first
    const [made] = await tx
      .insert(coverageDay)
      .values({ ...row, ...counts })
      .onConflictDoNothing()
      .returning({ day: coverageDay.day });
    if (!made) return { day: null };
    await recordTeams(tx, inside, day);
    return made;
  });
}

async function countOrganization(ctx: Ctx) {
  const { standings, installations, servers, people, ...devices } = await getInventorySummary(ctx);
  const findings = await listFindingKinds(ctx);
  const sum = (severity: "low" | "medium" | "high" | "critical") =>
    findings.reduce((total, kind) => total + kind[severity], 0);
  const { undecided } = await getRequestSummary(ctx);
  return {
    ...perStanding(standings),
    installations,
    servers,
    people,
    devices: devices.devices,
    silentDevices: devices.silentDevices,
    unreadFiles: devices.unreadFiles,
    findingsLow: sum("low"),
    findingsMedium: sum("medium"),
    findingsHigh: sum("high"),
    findingsCritical: sum("critical"),
    undecidedRequests: undecided,
  };
}

/** Every team gets a row: one whose members have nothing was looked at too. */
async function recordTeams(tx: Transaction, ctx: Ctx, day: string): Promise<void> {
  const used = new Map<string, TeamInUseRow>();
  for (let page = 1; ; page += 1) {
    const { rows } = await listTeamsInUse(ctx, {}, { page, perPage: TEAMS_AT_ONCE });
    for (const row of rows) if (row.id) used.set(row.id, row);
    if (rows.length < TEAMS_AT_ONCE) break;
  }
  const teams = await tx.select({ id: team.id }).from(team).where(inOrg(ctx, team));
  for (let at = 0; at < teams.length; at += TEAMS_AT_ONCE) {
    const rows = teams.slice(at, at + TEAMS_AT_ONCE).map(({ id }) => {
      const { standings = {}, installations = 0, servers = 0, people = 0 } = used.get(id) ?? {};
      return { orgId: ctx.orgId, teamId: id, day, ...perStanding(standings), installations, servers, people };
    });
    await tx.insert(teamCoverageDay).values(rows);
  }
}

function perStanding({ over_scope: overScope = 0, ...counts }: StandingCounts) {
  return { blocked: 0, drifted: 0, lapsed: 0, unapproved: 0, approved: 0, ...counts, overScope };
}

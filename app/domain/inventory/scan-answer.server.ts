import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { ScanAnswer } from "#app/domain/inventory/scan-inputs.ts";
import {
  derivedStandings,
  isStopped,
  NEED,
  standingOfRank,
} from "#app/domain/inventory/standing-sql.server.ts";

type Told = { files: number; places: { path: string; name: string }[]; deviceId: string };

/** What a report is answered: how the installations in it stand now, and what to do next. */
export async function scanAnswer(tx: Transaction, ctx: Ctx, scanId: string, told: Told): Promise<ScanAnswer> {
  const places = told.places.map(({ path, name }) => ({ path, name }));
  // "is true" has the places looked up by hash and never row by row, however few the planner expects
  const ids = sql`(select i.id from installation i
    where i.org_id = ${ctx.orgId} and i.device_id = ${told.deviceId} and i.removed_at is null and ((i.path, i.name) in (
      select r.path, r.name from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as r(path text, name text))) is true)`;
  const counted = await tx.execute(sql`
    select case when ${isStopped(ctx)} then ${NEED.blocked}::int else s.need end as need, count(*)::int as installations
    from ${derivedStandings(ctx, ids)} s group by 1`);
  const rows = z.array(z.object({ need: z.number(), installations: z.number() })).parse([...counted]);
  const standings = Object.fromEntries(rows.map((row) => [standingOfRank(row.need), row.installations]));
  const installations = rows.reduce((sum, row) => sum + row.installations, 0);
  return { scanId, files: told.files, installations, standings, ...nextStep(standings.unapproved ?? 0) };
}

function nextStep(unapproved: number): { next?: string } {
  if (unapproved === 0) return {};
  const what = unapproved === 1 ? "1 server has" : `${unapproved} servers have`;
  return { next: `${what} no approval yet. Open the inventory and ask for the ones you need.` };
}

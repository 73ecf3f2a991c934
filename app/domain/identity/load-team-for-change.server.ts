import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";

/** A team, locked until the verb's transaction ends. Throws NotFound. */
export async function loadTeamForChange(tx: Transaction, ctx: { orgId: string }, teamId: string) {
  const [found] = await tx
    .select()
    .from(team)
    .where(and(inOrg(ctx, team), eq(team.id, teamId)))
    .for("update");
  if (!found) throw new NotFound("team");
  return found;
}

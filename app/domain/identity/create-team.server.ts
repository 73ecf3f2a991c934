import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import type { CreateTeamInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

type MadeTeam = { id: string; name: string };

/**
 * Makes a team without members; the same id and name again is the same answer.
 * Throws Conflict when the organization has one of that name.
 */
export function createTeam(ctx: Ctx, input: CreateTeamInput): Promise<MadeTeam> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const row = { orgId: ctx.orgId, id: input.id ?? uuidv7(), name: input.name, createdAt: ctx.now };
    const [made] = await tx.insert(team).values(row).onConflictDoNothing().returning();
    if (!made) return refuseOrRepeat(tx, ctx, row);
    await recordAudit(tx, ctx, {
      verb: "team.create",
      target: { kind: "team", id: made.id },
      after: { name: made.name },
    });
    return { id: made.id, name: made.name };
  });
}

async function refuseOrRepeat(tx: Transaction, ctx: Ctx, wanted: MadeTeam): Promise<MadeTeam> {
  const [same] = await tx
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(and(inOrg(ctx, team), eq(team.id, wanted.id)));
  if (same?.name === wanted.name) return same;
  throw new Conflict(`There is a team called ${wanted.name} already. Choose another name.`);
}

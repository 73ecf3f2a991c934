import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import type { CreateTeamInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/** Makes a team without members. Throws Conflict when the organization has one of that name. */
export function createTeam(ctx: Ctx, input: CreateTeamInput): Promise<{ id: string; name: string }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const row = { orgId: ctx.orgId, id: uuidv7(), name: input.name, createdAt: ctx.now };
    const [made] = await tx.insert(team).values(row).onConflictDoNothing().returning();
    if (!made) throw new Conflict(`There is a team called ${input.name} already. Choose another name.`);
    await recordAudit(tx, ctx, {
      verb: "team.create",
      target: { kind: "team", id: made.id },
      after: { name: made.name },
    });
    return { id: made.id, name: made.name };
  });
}

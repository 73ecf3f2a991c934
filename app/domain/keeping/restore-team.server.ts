import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamForChange } from "#app/domain/identity/load-team-for-change.server.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import type { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/** Takes a team out of the archive, with the members it has. Throws Conflict when it is not archived. */
export function restoreTeam(ctx: Ctx, input: OneTeamInput): Promise<{ id: string }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadTeamForChange(tx, ctx, input.teamId);
    if (!found.archivedAt) throw new Conflict(`${found.name} is not archived. Nothing was changed.`);
    await tx
      .update(team)
      .set({ archivedAt: null })
      .where(and(inOrg(ctx, team), eq(team.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "team.restore",
      target: { kind: "team", id: found.id },
      before: { archived: true },
      after: { archived: false },
    });
    return { id: found.id };
  });
}

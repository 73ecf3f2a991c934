import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamForChange } from "#app/domain/identity/load-team-for-change.server.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import type { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { whyNotArchive } from "#app/domain/keeping/team-rules.ts";
import { readTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Puts a team aside: nobody asks for it, joins it or is invited into it, and what it did stays readable. Throws
 * Conflict while it has an open request or a grant that counts, so that nothing stops working unseen.
 */
export function archiveTeam(ctx: Ctx, input: OneTeamInput): Promise<{ id: string; archivedAt: Date }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadTeamForChange(tx, ctx, input.teamId);
    if (found.archivedAt) throw new Conflict(`${found.name} is archived already. Nothing was changed.`);
    const why = whyNotArchive(await readTeamUses(tx, ctx, found.id));
    if (why) throw new Conflict(`${found.name} was not archived. ${why}`);
    await tx
      .update(team)
      .set({ archivedAt: ctx.now })
      .where(and(inOrg(ctx, team), eq(team.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "team.archive",
      target: { kind: "team", id: found.id },
      before: { archived: false },
      after: { archived: true },
    });
    return { id: found.id, archivedAt: ctx.now };
  });
}

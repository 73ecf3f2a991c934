import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamForChange } from "#app/domain/identity/load-team-for-change.server.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { whyNotDelete } from "#app/domain/keeping/team-rules.ts";
import { readTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Deletes a team nothing was ever asked or granted for, with the places of its members. Throws Conflict otherwise. */
export function deleteTeam(ctx: Ctx, input: OneTeamInput): Promise<{ id: string }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadTeamForChange(tx, ctx, input.teamId);
    const why = whyNotDelete(await readTeamUses(tx, ctx, found.id));
    if (why) throw new Conflict(`${found.name} was not deleted: ${why}`);
    const left = await tx
      .delete(teamMember)
      .where(and(inOrg(ctx, teamMember), eq(teamMember.teamId, found.id)))
      .returning({ id: teamMember.memberId });
    await tx.delete(team).where(and(inOrg(ctx, team), eq(team.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "team.delete",
      target: { kind: "team", id: found.id },
      touched: left.map(({ id }) => ({ kind: "member", id })),
      before: { name: found.name },
      after: { deleted: true },
    });
    return { id: found.id };
  });
}

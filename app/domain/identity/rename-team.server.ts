import { and, eq, ne } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamForChange } from "#app/domain/identity/load-team-for-change.server.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { RenameTeamInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/** Gives a team another name. The same name again: no change and no event. Throws Conflict when another team has it. */
export function renameTeam(ctx: Ctx, input: RenameTeamInput): Promise<{ id: string; name: string }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `team ${input.name}`);
    const found = await loadTeamForChange(tx, ctx, input.teamId);
    if (found.name === input.name) return { id: found.id, name: found.name };
    const [taken] = await tx
      .select({ id: team.id })
      .from(team)
      .where(and(inOrg(ctx, team), eq(team.name, input.name), ne(team.id, found.id)));
    if (taken) throw new Conflict(`There is a team called ${input.name} already. Choose another name.`);
    await tx
      .update(team)
      .set({ name: input.name })
      .where(and(inOrg(ctx, team), eq(team.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "team.rename",
      target: { kind: "team", id: found.id },
      before: { name: found.name },
      after: { name: input.name },
    });
    return { id: found.id, name: input.name };
  });
}

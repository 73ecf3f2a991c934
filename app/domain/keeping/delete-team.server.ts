import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamForChange } from "#app/domain/identity/load-team-for-change.server.ts";
import { openidGroup } from "#app/domain/identity/openid-tables.server.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { OneTeamInput } from "#app/domain/identity/team-inputs.ts";
import { whyNotDelete } from "#app/domain/keeping/team-rules.ts";
import { readTeamUses } from "#app/domain/keeping/team-use-queries.server.ts";
import { permit } from "#app/domain/permit.ts";
import { scimGroup } from "#app/domain/provisioning/provisioning-tables.server.ts";

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
    await forgetMappings(tx, ctx, found.id);
    await tx.delete(scimGroup).where(and(inOrg(ctx, scimGroup), eq(scimGroup.teamId, found.id)));
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

/** Groups of the OpenID provider that led into this team lead into none; a group that gave nothing else is forgotten. */
async function forgetMappings(tx: Transaction, ctx: Ctx, teamId: string): Promise<void> {
  const leading = and(inOrg(ctx, openidGroup), eq(openidGroup.teamId, teamId));
  await tx.delete(openidGroup).where(and(leading, isNull(openidGroup.role)));
  await tx.update(openidGroup).set({ teamId: null }).where(leading);
}

import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { fillTeam } from "#app/domain/provisioning/fill-team.server.ts";
import { getGroup } from "#app/domain/provisioning/group-queries.server.ts";
import { scimGroup } from "#app/domain/provisioning/provisioning-tables.server.ts";

/**
 * An identity provider deletes a group: everybody leaves the team, so that its grants count for nobody, and its id is
 * not found there any more. The team itself stays, since requests and grants of the record name it. Throws NotFound.
 */
export function forgetGroup(ctx: Ctx, teamId: string): Promise<void> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `group ${teamId}`);
    const before = await getGroup({ ...ctx, tx }, teamId);
    await fillTeam(tx, ctx, before, []);
    const facts = { externalId: null, changedAt: ctx.now, deletedAt: ctx.now };
    await tx
      .insert(scimGroup)
      .values({ orgId: ctx.orgId, teamId, ...facts })
      .onConflictDoUpdate({ target: [scimGroup.orgId, scimGroup.teamId], set: facts });
    await recordAudit(tx, ctx, {
      verb: "team.unlink",
      target: { kind: "team", id: teamId },
      touched: before.members.map((one) => ({ kind: "member", id: one.memberId })),
      after: { isProvisioned: false, members: 0 },
    });
  });
}

import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { renameTeam } from "#app/domain/identity/rename-team.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { fillTeam } from "#app/domain/provisioning/fill-team.server.ts";
import { type Group, getGroup } from "#app/domain/provisioning/group-queries.server.ts";
import type { ProvisionedGroup } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimGroup } from "#app/domain/provisioning/provisioning-tables.server.ts";

/**
 * Takes over what an identity provider says of a group: its name, its id there, who is in it. As it stands already: no
 * change and no event. Throws NotFound, Conflict for a name that is taken, Invalid for members who are nobody here.
 */
export function changeGroup(ctx: Ctx, teamId: string, input: ProvisionedGroup): Promise<Group> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    await takeTurn(tx, ctx, `group ${teamId}`);
    const before = await getGroup(inside, teamId);
    await renameTeam(inside, { teamId, name: input.name });
    const { changed } = await fillTeam(tx, ctx, before, input.personIds);
    const isLinked = before.externalId !== input.externalId;
    if (changed || isLinked || before.name !== input.name) {
      const facts = { externalId: input.externalId, changedAt: ctx.now };
      await tx
        .insert(scimGroup)
        .values({ orgId: ctx.orgId, teamId, ...facts })
        .onConflictDoUpdate({ target: [scimGroup.orgId, scimGroup.teamId], set: facts });
    }
    if (isLinked) {
      await recordAudit(tx, ctx, {
        verb: "team.link",
        target: { kind: "team", id: teamId },
        after: { isProvisioned: true },
      });
    }
    return getGroup(inside, teamId);
  });
}

import { and, eq, isNotNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { fillTeam } from "#app/domain/provisioning/fill-team.server.ts";
import { type Group, getGroup } from "#app/domain/provisioning/group-queries.server.ts";
import type { ProvisionedGroup } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimGroup } from "#app/domain/provisioning/provisioning-tables.server.ts";

/**
 * Makes a team of a group an identity provider names, or takes up the one it deleted before. Throws Conflict when a
 * team has the name, Invalid for members who are nobody here.
 */
export function provisionGroup(ctx: Ctx, input: ProvisionedGroup): Promise<Group> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    await takeTurn(tx, ctx, `team ${input.name}`);
    const { externalId } = input;
    const earlier = await findDeleted(tx, ctx, input.name);
    const teamId = earlier ?? (await createTeam(inside, { name: input.name })).id;
    const facts = { externalId, changedAt: ctx.now, deletedAt: null };
    await tx
      .insert(scimGroup)
      .values({ orgId: ctx.orgId, teamId, ...facts })
      .onConflictDoUpdate({ target: [scimGroup.orgId, scimGroup.teamId], set: facts });
    if (earlier) {
      await recordAudit(tx, ctx, {
        verb: "team.take_up",
        target: { kind: "team", id: teamId },
        after: { isProvisioned: true },
      });
    }
    await fillTeam(tx, ctx, await getGroup(inside, teamId), input.personIds);
    return getGroup(inside, teamId);
  });
}

async function findDeleted(tx: Transaction, ctx: Ctx, name: string): Promise<string | undefined> {
  const [found] = await tx
    .select({ id: team.id })
    .from(team)
    .innerJoin(scimGroup, and(inOrg(ctx, scimGroup), eq(scimGroup.teamId, team.id)))
    .where(and(inOrg(ctx, team), eq(team.name, name), isNotNull(scimGroup.deletedAt)));
  return found?.id;
}

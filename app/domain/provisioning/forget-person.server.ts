import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { getPerson } from "#app/domain/provisioning/person-queries.server.ts";
import { scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";

/**
 * An identity provider deletes a person: an active member is removed by the one verb that does, whose event it is; the
 * id is not found any more. Throws NotFound, and Conflict for the last owner.
 */
export function forgetPerson(ctx: Ctx, personId: string): Promise<void> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `person ${personId}`);
    const person = await getPerson({ ...ctx, tx }, personId);
    if (person.active) await removeMember({ ...ctx, tx }, { memberId: person.memberId });
    await tx
      .update(scimUser)
      .set({ deletedAt: ctx.now, changedAt: ctx.now })
      .where(and(inOrg(ctx, scimUser), eq(scimUser.id, personId)));
    if (person.active) return;
    await recordAudit(tx, ctx, {
      verb: "member.forget_provisioned",
      target: { kind: "member", id: person.memberId },
      after: { personId: person.id },
    });
  });
}

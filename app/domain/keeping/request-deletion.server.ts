import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { RequestDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { findOpenRow, findOwners, getOwnRow } from "#app/domain/keeping/deletion-queries.server.ts";
import { deletionState, lapsesAt } from "#app/domain/keeping/deletion-rules.ts";
import { organizationDeletion } from "#app/domain/keeping/deletion-tables.server.ts";
import { permit, requireMember } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Asks that the organization be deleted; nothing happens before another owner confirms it. Throws FreshProofNeeded,
 * Invalid when another name was typed, Conflict while one is open.
 */
export function requestDeletion(unchecked: Ctx, input: RequestDeletionInput): Promise<{ id: string }> {
  permit(unchecked, "organization.delete");
  requireFreshProof(unchecked);
  const ctx = requireMember(unchecked);
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "deletion");
    const { name } = await getOwnRow(tx, ctx);
    if (input.name !== name) {
      throw new Invalid("Nothing was changed.", { name: [`Type the name as it stands here: ${name}`] });
    }
    // the deletion before its owners, as everybody who locks both
    const open = await findOpenRow(tx, ctx, "lock");
    if (open && deletionState(open, ctx.now) !== "lapsed") {
      throw new Conflict("Somebody asked for it already. Nothing was changed.");
    }
    const { memberId } = ctx.actor;
    if ((await findOwners(tx, ctx, [memberId])).length === 0) {
      throw new Forbidden("You are no longer an owner here. Nothing was changed.");
    }
    if (open) {
      await tx
        .update(organizationDeletion)
        .set({ cancelledAt: ctx.now })
        .where(and(inOrg(ctx, organizationDeletion), eq(organizationDeletion.id, open.id)));
    }
    const id = uuidv7();
    const row = { orgId: ctx.orgId, id, requestedBy: memberId, requestedAt: ctx.now };
    await tx.insert(organizationDeletion).values(row);
    await recordAudit(tx, ctx, {
      verb: "organization.request_deletion",
      target: { kind: "organization", id: ctx.orgId },
      touched: [{ kind: "organization_deletion", id }],
      after: { state: "requested", until: lapsesAt(row).toISOString() },
    });
    return { id };
  });
}

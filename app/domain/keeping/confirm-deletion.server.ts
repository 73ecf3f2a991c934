import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import type { OneDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { findOwners, getDeletionToChange } from "#app/domain/keeping/deletion-queries.server.ts";
import { deletionState, dueFrom, whyNotConfirm } from "#app/domain/keeping/deletion-rules.ts";
import { organizationDeletion } from "#app/domain/keeping/deletion-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * The second yes, by another owner than the one who asked, or by the operator where there is no other: from now on the
 * organization waits to be deleted, and works as before. Throws FreshProofNeeded, Conflict for one's own request, a
 * second time, too late, and when whoever asked is no owner any more.
 */
export function confirmDeletion(ctx: Ctx, input: OneDeletionInput): Promise<{ id: string; dueAt: Date }> {
  permit(ctx, "organization.delete");
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const row = await getDeletionToChange(tx, ctx, input.deletionId);
    const actorId = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    const owners = await findOwners(tx, ctx, actorId ? [row.requestedBy, actorId] : [row.requestedBy]);
    if (actorId && !owners.some((owner) => owner.id === actorId)) {
      throw new Forbidden("You are no longer an owner here. Nothing was changed.");
    }
    const requester = owners.find((owner) => owner.id === row.requestedBy);
    const why = whyNotConfirm({
      state: deletionState(row, ctx.now),
      isRequesterOwner: requester !== undefined,
      isOwnRequest: ctx.actor.kind === "member" && ctx.actor.accountId === requester?.accountId,
    });
    if (why) throw new Conflict(`${why} Nothing was changed.`);
    const dueAt = dueFrom(ctx.now);
    await tx
      .update(organizationDeletion)
      .set({ confirmedBy: actorId, confirmedAt: ctx.now, dueAt })
      .where(and(inOrg(ctx, organizationDeletion), eq(organizationDeletion.id, row.id)));
    await recordAudit(tx, ctx, {
      verb: "organization.confirm_deletion",
      target: { kind: "organization", id: ctx.orgId },
      touched: [{ kind: "organization_deletion", id: row.id }],
      before: { state: "requested" },
      after: { state: "waiting", until: dueAt.toISOString() },
    });
    return { id: row.id, dueAt };
  });
}

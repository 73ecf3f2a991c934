import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { OneDeletionInput } from "#app/domain/keeping/deletion-inputs.ts";
import { getDeletionToChange } from "#app/domain/keeping/deletion-queries.server.ts";
import { deletionState, whyNotCancel } from "#app/domain/keeping/deletion-rules.ts";
import { organizationDeletion } from "#app/domain/keeping/deletion-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Takes a deletion back until it begins; any owner, the one who asked or confirmed too. Throws Conflict afterwards. */
export function cancelDeletion(ctx: Ctx, input: OneDeletionInput): Promise<{ id: string }> {
  permit(ctx, "organization.delete");
  return inTransaction(ctx, async (tx) => {
    const row = await getDeletionToChange(tx, ctx, input.deletionId);
    const state = deletionState(row, ctx.now);
    const why = whyNotCancel(state);
    if (why) throw new Conflict(`${why} Nothing was changed.`);
    const cancelledBy = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    await tx
      .update(organizationDeletion)
      .set({ cancelledAt: ctx.now, cancelledBy })
      .where(and(inOrg(ctx, organizationDeletion), eq(organizationDeletion.id, row.id)));
    await recordAudit(tx, ctx, {
      verb: "organization.cancel_deletion",
      target: { kind: "organization", id: ctx.orgId },
      touched: [{ kind: "organization_deletion", id: row.id }],
      before: { state },
      after: { state: "cancelled" },
    });
    return { id: row.id };
  });
}

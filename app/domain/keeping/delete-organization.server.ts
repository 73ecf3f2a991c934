import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { forgetJobsOf } from "#app/db/queue-facts.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { cancelDeletion } from "#app/domain/keeping/cancel-deletion.server.ts";
import { closeDoors, deleteRows, deleteWhatIsLeft } from "#app/domain/keeping/delete-rows.server.ts";
import { findOpenRow, findWhetherStillWanted } from "#app/domain/keeping/deletion-queries.server.ts";
import { deletionState } from "#app/domain/keeping/deletion-rules.ts";
import { organizationDeletion } from "#app/domain/keeping/deletion-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** `stays`: nothing is to be deleted now. `deleting`: to be called again. `gone`: there is no such organization any more. */
export type Deletion = "stays" | "deleting" | "gone";

/**
 * One step of deleting an organization, as far as it is due: first every door is closed, then at most `limit` rows are
 * deleted at a time, and the organization itself at last. Each step is one transaction that looks at what is left, so
 * that whatever stopped it, the next call goes on. A deletion that somebody who wanted it can no longer want, being no
 * owner any more, is cancelled instead; one that nobody confirmed in time just stays void.
 */
export function deleteOrganization(ctx: Ctx, { limit }: { limit: number }): Promise<Deletion> {
  permit(ctx, "organization.delete");
  return inTransaction(ctx, async (tx) => {
    const row = await findOpenRow(tx, ctx, "lock");
    if (!row) return "stays";
    const state = deletionState(row, ctx.now);
    if (state === "deleting") return goOn(tx, ctx, limit);
    if (state === "lapsed") return "stays";
    if (!(await findWhetherStillWanted(tx, ctx, row))) {
      await cancelDeletion({ ...ctx, tx }, { deletionId: row.id });
      return "stays";
    }
    if (state !== "due") return "stays";
    await tx
      .update(organizationDeletion)
      .set({ startedAt: ctx.now })
      .where(and(inOrg(ctx, organizationDeletion), eq(organizationDeletion.id, row.id)));
    await recordAudit(tx, ctx, {
      verb: "organization.delete",
      target: { kind: "organization", id: ctx.orgId },
      touched: [{ kind: "organization_deletion", id: row.id }],
      after: { state: "deleting" },
    });
    await closeDoors(tx, ctx);
    await forgetJobsOf(tx, ctx.orgId);
    return "deleting";
  });
}

async function goOn(tx: Transaction, ctx: Ctx, limit: number): Promise<Deletion> {
  await closeDoors(tx, ctx);
  if ((await deleteRows(tx, ctx, limit)) === limit) return "deleting";
  await deleteWhatIsLeft(tx, ctx);
  return "gone";
}

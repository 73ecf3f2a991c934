import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { SuspendGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { getGrantForChange, requireOpen } from "#app/domain/grants/locked-grant-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Refuses every call of a grant from the next one on, until `until` or until somebody resumes it.
 * Throws Conflict when it is suspended or over, Invalid when `until` has passed.
 */
export function suspendGrant(
  ctx: MemberCtx,
  input: SuspendGrantInput,
): Promise<{ id: string; suspendedUntil: Date | null }> {
  permit(ctx, "grant.manage");
  return inTransaction(ctx, async (tx) => {
    const grant = await getGrantForChange(tx, ctx, input.grantId);
    requireOpen(grant);
    if (grant.state === "suspended")
      throw new Conflict("This grant is suspended already. Nothing was changed.");
    if (input.until && input.until <= ctx.now) {
      throw new Invalid("The grant was not suspended: that time has passed. Choose a later one.", {
        until: ["Choose a time to come, or leave it empty."],
      });
    }
    const suspendedUntil = input.until ?? null;
    const target = { kind: "grant", id: grant.id };
    const reason = await keepText(tx, ctx, target, input.reason);
    await tx
      .update(accessGrant)
      .set({
        suspendedAt: ctx.now,
        suspendedBy: ctx.actor.memberId,
        suspendReasonId: reason.id,
        suspendedUntil,
      })
      .where(and(inOrg(ctx, accessGrant), eq(accessGrant.id, grant.id)));
    await recordAudit(tx, ctx, {
      verb: "grant.suspend",
      target,
      touched: [{ kind: "server", id: grant.serverId }],
      before: { state: grant.state },
      after: { state: "suspended", reason, until: suspendedUntil?.toISOString() ?? null },
    });
    return { id: grant.id, suspendedUntil };
  });
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import type { ResumeGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { getGrantForChange, requireOpen } from "#app/domain/grants/locked-grant-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Lifts a suspension. Nobody resumes a grant of their own: that would be deciding their own case.
 * Throws Conflict when it is not suspended or over, Forbidden for the holder.
 */
export function resumeGrant(ctx: MemberCtx, input: ResumeGrantInput): Promise<{ id: string }> {
  permit(ctx, "grant.manage");
  return inTransaction(ctx, async (tx) => {
    const grant = await getGrantForChange(tx, ctx, input.grantId);
    requireOpen(grant);
    if (grant.state !== "suspended") throw new Conflict("This grant is not suspended. Nothing was changed.");
    if (grant.holderAccountId === ctx.actor.accountId) {
      throw new Forbidden("This grant is yours, so somebody else resumes it. Nothing was changed.");
    }
    await tx
      .update(accessGrant)
      .set({ suspendedAt: null, suspendedBy: null, suspendReasonId: null, suspendedUntil: null })
      .where(and(inOrg(ctx, accessGrant), eq(accessGrant.id, grant.id)));
    await recordAudit(tx, ctx, {
      verb: "grant.resume",
      target: { kind: "grant", id: grant.id },
      touched: [{ kind: "server", id: grant.serverId }],
      before: {
        state: "suspended",
        suspendedBy: grant.suspendedBy,
        reason: grant.suspendReasonId ? { id: grant.suspendReasonId } : null,
        until: grant.suspendedUntil?.toISOString() ?? null,
      },
      after: { state: "resumed" },
    });
    return { id: grant.id };
  });
}

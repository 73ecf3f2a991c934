import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import type { RevokeGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { mayRevoke } from "#app/domain/grants/grant-rules.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { getGrantForChange, requireOpen } from "#app/domain/grants/locked-grant-queries.server.ts";
import { permitScope } from "#app/domain/permit.ts";

/**
 * Takes a grant away for good: guardians, the holder, a lead of the team it is for. Calls are refused from the next one on.
 * Throws Forbidden for anybody else, Conflict when it is over already.
 */
export function revokeGrant(
  ctx: MemberCtx,
  input: RevokeGrantInput,
): Promise<{ id: string; revokedAt: Date }> {
  permitScope(ctx, "grant.manage", "grant");
  return inTransaction(ctx, async (tx) => {
    const grant = await getGrantForChange(tx, ctx, input.grantId);
    if (!mayRevoke(ctx.actor, grant)) {
      throw new Forbidden(
        "Only owners, admins, security, the holder or a lead of its team can revoke this grant. Nothing was changed.",
      );
    }
    requireOpen(grant);
    const target = { kind: "grant", id: grant.id };
    const reason = await keepText(tx, ctx, target, input.reason);
    await tx
      .update(accessGrant)
      .set({ revokedAt: ctx.now, revokedBy: ctx.actor.memberId, revokeReasonId: reason.id })
      .where(and(inOrg(ctx, accessGrant), eq(accessGrant.id, grant.id)));
    await recordAudit(tx, ctx, {
      verb: "grant.revoke",
      target,
      touched: [{ kind: "server", id: grant.serverId }],
      before: { state: grant.state },
      after: { state: "revoked", reason },
    });
    return { id: grant.id, revokedAt: ctx.now };
  });
}

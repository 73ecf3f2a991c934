import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Conflict, Forbidden, NotFound } from "#app/domain/errors.ts";
import { forgetSecret } from "#app/domain/identity/keep-secret.server.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { whoMaySetProvider } from "#app/domain/identity/openid-rules.ts";
import { openidFlow, openidProvider } from "#app/domain/identity/openid-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Forgets the provider with its secret; sessions it opened stop at once, links stay for the same issuer. Throws
 * FreshProofNeeded, NotFound, Conflict while members must come through it.
 */
export function removeOpenidProvider(ctx: Ctx): Promise<{ issuer: string }> {
  permit(ctx, "sign_in.manage");
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const found = await findProviderRow(tx, ctx, { lock: true });
    if (!found) throw new NotFound("OpenID provider");
    const why = whoMaySetProvider(capability(ctx.actor).role, found.gifts);
    if (why) throw new Forbidden(`${why} Nothing was changed.`);
    if (found.isRequired) {
      throw new Conflict(
        "Members must come through this provider. Let an owner lift that first. Nothing was changed.",
      );
    }
    await tx.delete(openidFlow).where(inOrg(ctx, openidFlow));
    await tx.delete(openidProvider).where(inOrg(ctx, openidProvider));
    await forgetSecret(tx, ctx, found.secretId);
    await recordAudit(tx, ctx, {
      verb: "openid_provider.remove",
      target: { kind: "openid_provider", id: found.id },
      before: { issuer: found.issuer, clientId: found.clientId },
    });
    return { issuer: found.issuer };
  });
}

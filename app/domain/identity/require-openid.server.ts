import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { RequireOpenidInput } from "#app/domain/identity/openid-inputs.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { whyNotRequire } from "#app/domain/identity/openid-rules.ts";
import { openidProvider } from "#app/domain/identity/openid-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Says whether members must come through the provider; it counts from everybody's next request. Owners may still use
 * their own password and second factor. Throws FreshProofNeeded, NotFound, Conflict until the owner who asks has come
 * through the provider once since it was last changed.
 */
export function requireOpenid(ctx: MemberCtx, input: RequireOpenidInput): Promise<{ isRequired: boolean }> {
  permit(ctx, "sign_in.require");
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const found = await findProviderRow(tx, ctx, { lock: true });
    if (!found) throw new NotFound("OpenID provider");
    const { isRequired } = input;
    if (found.isRequired === isRequired) return { isRequired };
    const testedAt = found.testedAt !== null && found.testedAt >= found.trustedAt ? found.testedAt : null;
    const why = whyNotRequire({ testedAt, testedBy: found.testedBy, by: ctx.actor.memberId });
    if (isRequired && why) throw new Conflict(`${why} Nothing was changed.`);
    await tx.update(openidProvider).set({ isRequired }).where(inOrg(ctx, openidProvider));
    await recordAudit(tx, ctx, {
      verb: "openid_provider.require",
      target: { kind: "openid_provider", id: found.id },
      before: { isRequired: found.isRequired },
      after: { isRequired },
    });
    return { isRequired };
  });
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import type { RevokeScimTokenInput } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimToken } from "#app/domain/provisioning/provisioning-tables.server.ts";

/** Ends a provider's token now; who is here stays. Throws Conflict when it was revoked already. */
export function revokeScimToken(ctx: Ctx, input: RevokeScimTokenInput): Promise<{ id: string }> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, scimToken), eq(scimToken.id, input.scimTokenId));
    const [row] = await tx.select().from(scimToken).where(its).for("update");
    if (!row) throw new NotFound("SCIM token");
    if (row.revokedAt) throw new Conflict("This token was revoked already.");
    await tx.update(scimToken).set({ revokedAt: ctx.now }).where(its);
    await recordAudit(tx, ctx, {
      verb: "scim_token.revoke",
      target: { kind: "scim_token", id: row.id },
      before: { revoked: false },
      after: { revoked: true },
    });
    return { id: row.id };
  });
}

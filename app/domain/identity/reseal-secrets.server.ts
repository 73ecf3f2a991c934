import { and, eq, not, sql } from "drizzle-orm";
import { seal, sealingKeyId, unseal } from "#app/db/seal.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { sealedPlace } from "#app/domain/identity/keep-secret.server.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Seals anew, with the key of now, what the organization has sealed with a former one; at most `limit` at a time. Run by
 * the sweep after a key was replaced. Throws when a secret's key is not here any more; then nothing is changed.
 */
export function resealSecrets(ctx: Ctx, options: { limit: number }): Promise<{ resealed: number }> {
  permit(ctx, "organization.manage");
  return inTransaction(ctx, async (tx) => {
    const isOld = not(sql`starts_with(${sealedSecret.sealed}, ${`v1.${sealingKeyId()}.`})`);
    const old = await tx
      .select({ id: sealedSecret.id, sealed: sealedSecret.sealed })
      .from(sealedSecret)
      .where(and(inOrg(ctx, sealedSecret), isOld))
      .limit(options.limit)
      .for("update");
    if (old.length === 0) return { resealed: 0 };
    for (const { id, sealed } of old) {
      const place = sealedPlace(ctx.orgId, id);
      await tx
        .update(sealedSecret)
        .set({ sealed: seal(unseal(sealed, place), place) })
        .where(and(inOrg(ctx, sealedSecret), eq(sealedSecret.id, id)));
    }
    await recordAudit(tx, ctx, {
      verb: "secret.reseal",
      target: { kind: "organization", id: ctx.orgId },
      after: { resealed: old.length },
    });
    return { resealed: old.length };
  });
}

import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { firstFingerprintKey } from "#app/db/organization-key.server.ts";
import { seal, unseal } from "#app/db/seal.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { sealedPlace } from "#app/domain/identity/keep-secret.server.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";

/**
 * The key with which devices of the organization fingerprint the secrets they find, 32 bytes in base64, given to enrolled
 * devices only. Kept under the organization's own id from its first use; two first uses at once write the same.
 */
export async function fingerprintKeyOf(tx: Transaction, ctx: Ctx): Promise<string> {
  const kept = await findKept(tx, ctx);
  if (kept) return kept;
  const key = firstFingerprintKey(ctx.orgId);
  const sealed = seal(key, sealedPlace(ctx.orgId, ctx.orgId));
  const row = { orgId: ctx.orgId, id: ctx.orgId, kind: "fingerprint_key", sealed, enteredAt: ctx.now };
  await tx.insert(sealedSecret).values(row).onConflictDoNothing();
  return (await findKept(tx, ctx)) ?? key;
}

async function findKept(tx: Transaction, ctx: Ctx): Promise<string | undefined> {
  const [row] = await tx
    .select({ sealed: sealedSecret.sealed })
    .from(sealedSecret)
    .where(and(inOrg(ctx, sealedSecret), eq(sealedSecret.id, ctx.orgId)));
  return row ? unseal(row.sealed, sealedPlace(ctx.orgId, ctx.orgId)) : undefined;
}

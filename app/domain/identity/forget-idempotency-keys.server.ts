import { and, lte } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { idempotencyKey } from "#app/domain/identity/idempotency-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Forgets answers kept for repeated API posts once their 24 hours are over. Nobody's act, so no audit event. */
export async function forgetIdempotencyKeys(ctx: Ctx): Promise<void> {
  permit(ctx, "organization.manage");
  await inTransaction(ctx, (tx) =>
    tx.delete(idempotencyKey).where(and(inOrg(ctx, idempotencyKey), lte(idempotencyKey.expiresAt, ctx.now))),
  );
}

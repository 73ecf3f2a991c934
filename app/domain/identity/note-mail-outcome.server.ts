import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { addressKey } from "#app/domain/identity/mail-address.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import type { Delivery } from "#app/domain/mail.ts";

/** Remembers an address that refuses mail, and forgets so once the receiving side takes a mail for it. */
export async function noteMailOutcome(
  tx: Transaction,
  ctx: Ctx,
  to: string,
  delivery: Delivery,
): Promise<void> {
  const address = addressKey(to);
  if (delivery.outcome === "refused") {
    const refusal = { why: delivery.why, refusedAt: ctx.now };
    await tx
      .insert(mailRefusal)
      .values({ orgId: ctx.orgId, address, ...refusal })
      .onConflictDoUpdate({ target: [mailRefusal.orgId, mailRefusal.address], set: refusal });
  }
  if (delivery.outcome === "accepted") {
    await tx.delete(mailRefusal).where(and(inOrg(ctx, mailRefusal), eq(mailRefusal.address, address)));
  }
}

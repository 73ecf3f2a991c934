import { and, eq } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";

/**
 * Gives the session of `ctx` a new id and counts it as proven now; its limits stay where they were, and the old id
 * opens nothing any more (ASVS 5.0, 7.2.4). False when the session was ended meanwhile.
 */
export async function renewSession(ctx: AccountCtx, newIdHash: string): Promise<boolean> {
  const { accountId, sessionId } = ctx.account;
  const renewed = await inAccount(ctx.db, accountId, (tx) =>
    tx
      .update(session)
      .set({ idHash: newIdHash, provedAt: ctx.now })
      .where(and(eq(session.accountId, accountId), eq(session.id, sessionId)))
      .returning({ id: session.id }),
  );
  return renewed.length > 0;
}

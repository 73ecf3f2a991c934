import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

/** Signs one browser of this account out (ASVS 5.0, 7.5.2). Throws FreshProofNeeded, NotFound when it is not signed in any more, or somebody else's. */
export async function endOwnSession(ctx: AccountCtx, input: { sessionId: string }): Promise<void> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  await inAccount(ctx.db, accountId, async (tx) => {
    const ended = await tx
      .delete(session)
      .where(and(eq(session.accountId, accountId), eq(session.id, input.sessionId)))
      .returning({ id: session.id });
    if (ended.length === 0) throw new NotFound("session");
    await recordAccountEvent(tx, ctx, { accountId, kind: "session.end_one" });
  });
}

/** Signs every other browser of this account out. Returns how many there were. Throws FreshProofNeeded. */
export async function endOtherSessions(ctx: AccountCtx): Promise<{ ended: number }> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId, sessionId } = ctx.account;
  return inAccount(ctx.db, accountId, async (tx) => {
    const ended = await deleteOtherSessions(tx, accountId, sessionId);
    await recordAccountEvent(tx, ctx, { accountId, kind: "session.end_others" });
    return { ended };
  });
}

/** Inside a change after which no other browser may go on; `keep` null ends them all. */
export async function deleteOtherSessions(
  tx: Transaction,
  accountId: string,
  keep: string | null,
): Promise<number> {
  const ended = await tx
    .delete(session)
    .where(and(eq(session.accountId, accountId), keep === null ? undefined : ne(session.id, keep)))
    .returning({ id: session.id });
  return ended.length;
}

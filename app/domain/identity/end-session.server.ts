import { eq, sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";

/** Ends a session by the SHA-256 (hex) of its id; one that is unknown or over already is no error. */
export async function endSession(
  edge: { db: Database; now: Date; from: string | null; requestId: string },
  idHash: string,
): Promise<void> {
  const [row] = await edge.db.execute<{ account_id: string }>(
    sql`select account_id from lookup_session(${idHash})`,
  );
  if (!row) return;
  await inAccount(edge.db, row.account_id, async (tx) => {
    const ended = await tx.delete(session).where(eq(session.idHash, idHash)).returning();
    if (ended.length === 0) return;
    await recordAccountEvent(tx, edge, { accountId: row.account_id, kind: "session.end" });
  });
}

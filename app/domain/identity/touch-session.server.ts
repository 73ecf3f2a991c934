import { eq, sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";

/** The account of a session that is inside its limits. `sessionId` names the session and opens nothing. */
export type SignedIn = { accountId: string; email: string; name: string; provedAt: Date; sessionId: string };

const MOVE_EVERY_MS = 60_000;

type Row = {
  account_id: string;
  email: string;
  account_name: string;
  created_at: string;
  last_seen_at: string;
  idle_expires_at: string;
  absolute_expires_at: string;
  proved_at: string;
  session_id: string;
};

/**
 * The account of a session, by the SHA-256 (hex) of its id; undefined when it is unknown or past its idle or absolute
 * limit at `now`. Being seen moves the idle end, written at most once a minute.
 */
export async function touchSession(
  edge: { db: Database; now: Date },
  idHash: string,
): Promise<SignedIn | undefined> {
  const [row] = await edge.db.execute<Row>(sql`select * from lookup_session(${idHash})`);
  if (!row) return undefined;
  const now = edge.now.getTime();
  const idleEnd = new Date(row.idle_expires_at).getTime();
  const lastEnd = new Date(row.absolute_expires_at).getTime();
  if (now >= idleEnd || now >= lastEnd) return undefined;
  const seen = new Date(row.last_seen_at).getTime();
  if (now - seen >= MOVE_EVERY_MS) {
    const idleExpiresAt = new Date(Math.min(now + (idleEnd - seen), lastEnd));
    await inAccount(edge.db, row.account_id, (tx) =>
      tx.update(session).set({ lastSeenAt: edge.now, idleExpiresAt }).where(eq(session.idHash, idHash)),
    );
  }
  return {
    accountId: row.account_id,
    email: row.email,
    name: row.account_name,
    provedAt: new Date(row.proved_at),
    sessionId: row.session_id,
  };
}

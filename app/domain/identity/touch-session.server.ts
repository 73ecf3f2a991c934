import { eq, sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";

/** Vouched for by one organization's provider: opens that organization only. */
export type ByProvider = {
  orgId: string;
  identityId: string;
  /** When the provider last asked the person to prove themselves; null when it never said. */
  provedAt: Date | null;
};

/** The account of a session that is inside its limits. `sessionId` names the session and opens nothing. */
export type SignedIn = {
  accountId: string;
  email: string;
  name: string;
  /** When a password or passkey of the account itself was last given; null: this session is a provider's alone. */
  provedAt: Date | null;
  byProvider: ByProvider | null;
  /** When it began, and when it ends at the latest. */
  createdAt: Date;
  endsAt: Date;
  sessionId: string;
};

const MOVE_EVERY_MS = 60_000;

type Row = {
  account_id: string;
  email: string;
  account_name: string;
  created_at: string;
  last_seen_at: string;
  idle_expires_at: string;
  absolute_expires_at: string;
  session_id: string;
  proved_at: string | null;
  openid_org_id: string | null;
  openid_identity_id: string | null;
  openid_proved_at: string | null;
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
    provedAt: dateOf(row.proved_at),
    byProvider: byProviderOf(row),
    sessionId: row.session_id,
    createdAt: new Date(row.created_at),
    endsAt: new Date(lastEnd),
  };
}

function byProviderOf(row: Row): ByProvider | null {
  if (row.openid_org_id === null || row.openid_identity_id === null) return null;
  return {
    orgId: row.openid_org_id,
    identityId: row.openid_identity_id,
    provedAt: dateOf(row.openid_proved_at),
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { session } from "#app/domain/identity/account-tables.server.ts";

type NewSession = {
  /** SHA-256 of the id in the cookie, hex */
  idHash: string;
  accountId: string;
  userAgent: string | null;
  idleMinutes: number;
  maxDays: number;
};

/** Keeps a session of a browser that has just proven who uses it. */
export async function startSession(
  edge: { db: Database; now: Date; from: string | null },
  input: NewSession,
): Promise<void> {
  const after = (ms: number) => new Date(edge.now.getTime() + ms);
  const longest = input.maxDays * 86_400_000;
  await inAccount(edge.db, input.accountId, (tx) =>
    tx.insert(session).values({
      idHash: input.idHash,
      accountId: input.accountId,
      createdAt: edge.now,
      lastSeenAt: edge.now,
      idleExpiresAt: after(Math.min(input.idleMinutes * 60_000, longest)),
      absoluteExpiresAt: after(longest),
      provedAt: edge.now,
      from: edge.from,
      userAgent: input.userAgent,
    }),
  );
}

import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { accountEvent } from "#app/domain/identity/account-tables.server.ts";
import { passwordFits } from "#app/domain/identity/password.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

/**
 * The account that email (lower case) and password belong to, or undefined; the work is the same for an address
 * nobody has. Leaves an account event either way when there is an account.
 */
export async function checkSignIn(
  edge: Edge,
  input: { email: string; password: string },
): Promise<{ accountId: string } | undefined> {
  const [found] = await edge.db.execute<{ id: string; password_hash: string | null }>(
    sql`select id, password_hash from lookup_account(${input.email})`,
  );
  const fits = await passwordFits(found?.password_hash ?? null, input.password);
  if (!found) return undefined;
  await inAccount(edge.db, found.id, (tx) =>
    tx.insert(accountEvent).values({
      id: uuidv7(),
      accountId: found.id,
      at: edge.now,
      kind: fits ? "session.start" : "session.refuse",
      from: edge.from,
      requestId: edge.requestId,
    }),
  );
  return fits ? { accountId: found.id } : undefined;
}

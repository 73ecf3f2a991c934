import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { passwordFits } from "#app/domain/identity/password.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

/**
 * The account that email (lower case) and password belong to, or undefined; the work is the same for an address
 * nobody has. A refusal leaves an account event when there is an account; a session that starts leaves its own.
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
  if (fits) return { accountId: found.id };
  await inAccount(edge.db, found.id, (tx) =>
    recordAccountEvent(tx, edge, { accountId: found.id, kind: "session.refuse" }),
  );
  return undefined;
}

import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";

export type FoundAccount = { id: string; name: string; hasPassword: boolean };

/** The account of an address, whichever organizations it belongs to. `email` as `EmailAddress` made it. */
export async function findAccount(tx: Transaction, email: string): Promise<FoundAccount | null> {
  const [found] = await tx.execute<{ id: string; name: string; hasPassword: boolean }>(
    sql`select id, name, password_hash is not null as "hasPassword" from lookup_account(${email})`,
  );
  return found ?? null;
}

/**
 * The account of an address, made without a password when there is none. For operators and the system only: a person
 * gets their account by accepting an invitation. Throws Conflict when the account is disabled.
 */
export async function placeAccount(
  tx: Transaction,
  ctx: Ctx,
  person: { email: string; name: string },
): Promise<FoundAccount> {
  const present = await findAccount(tx, person.email);
  if (present) return present;
  const id = uuidv7();
  const made = await asAccount(tx, id, () =>
    tx
      .insert(account)
      .values({ id, email: person.email, name: person.name, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: account.id }),
  );
  if (made.length > 0) return { id, name: person.name, hasPassword: false };
  const meanwhile = await findAccount(tx, person.email);
  if (!meanwhile) throw new Conflict(`The account of ${person.email} is disabled. Nothing was changed.`);
  return meanwhile;
}

/** Opens the wall of one account for one piece of work of a transaction that belongs to an organization. */
export async function asAccount<T>(tx: Transaction, accountId: string, work: () => Promise<T>): Promise<T> {
  await tx.execute(sql`select set_config('app.account_id', ${accountId}, true)`);
  const result = await work();
  await tx.execute(sql`select set_config('app.account_id', '', true)`);
  return result;
}

import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";

type Tenanted = { db: Database; tx?: Transaction; orgId: string };

/**
 * Runs `work` inside one transaction walled to the organization of `ctx`; joins the transaction `ctx` is already in.
 * The setting is transaction-local, so that the next borrower of the connection starts without a tenant.
 */
export function inTransaction<C extends Tenanted, T>(
  ctx: C,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (ctx.tx) return work(ctx.tx);
  return ctx.db.transaction(async (tx) => {
    await enter(tx, ctx);
    return work(tx);
  });
}

/** Like `inTransaction` for work that only reads: all of it reads what was committed at one moment. */
export function inSnapshot<C extends Tenanted, T>(ctx: C, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (ctx.tx) return work(ctx.tx);
  return ctx.db.transaction(
    async (tx) => {
      await enter(tx, ctx);
      return work(tx);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function enter(tx: Transaction, { orgId }: Tenanted): Promise<void> {
  await tx.execute(sql`select set_config('app.org_id', ${orgId}, true)`);
}

/** Like `inTransaction`, walled to one account instead: for sign-in rows, which belong to no organization. */
export function inAccount<T>(
  db: Database,
  accountId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.account_id', ${accountId}, true)`);
    return work(tx);
  });
}

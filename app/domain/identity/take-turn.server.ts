import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";

/**
 * Until the transaction ends, nobody else gets past this line for the same thing of the same organization: a form sent
 * twice at once would find nothing made yet, both times.
 */
export async function takeTurn(tx: Transaction, ctx: { orgId: string }, thing: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.orgId} ${thing}`}, 0))`);
}

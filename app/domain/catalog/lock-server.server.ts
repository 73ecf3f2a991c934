import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** Keeps what a server lists and what is pinned of it as it is until the transaction ends. */
export async function lockServer(tx: Transaction, ctx: Ctx, serverId: string): Promise<void> {
  await tx.execute(sql`select 1 from server where org_id = ${ctx.orgId} and id = ${serverId} for update`);
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** Notes that somebody carries out a look now: its server, by identity; undefined once it is over. */
export function beginConnectionLook(ctx: Ctx, lookId: string): Promise<{ identity: string } | undefined> {
  permit(ctx, "connection.look");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      update connection_look l set begun_at = ${ctx.now.toISOString()}::timestamptz from server s
      where s.org_id = l.org_id and s.id = l.server_id and l.org_id = ${ctx.orgId} and l.id = ${lookId}
        and l.state = 'asked' returning s.identity`);
    return found ? z.object({ identity: z.string() }).parse(found) : undefined;
  });
}

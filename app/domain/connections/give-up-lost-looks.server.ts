import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { LOST_AFTER_MINUTES, NOT_BEGUN_AFTER_HOURS } from "#app/domain/connections/connection-words.ts";
import type { Ctx } from "#app/domain/context.ts";

/**
 * Ends the look at a server, or at every server, that was begun and never came back, inside a verb's transaction. One
 * that waits its turn goes on waiting for a day.
 */
export async function giveUpLostLooks(tx: Transaction, ctx: Ctx, serverId: string | null): Promise<void> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update connection_look set state = 'could_not_look', why = 'not_carried_out', looked_at = ${now}
    where org_id = ${ctx.orgId} and state = 'asked' and (${serverId}::uuid is null or server_id = ${serverId}::uuid)
      and (begun_at < ${now} - make_interval(mins => ${LOST_AFTER_MINUTES})
        or (begun_at is null and asked_at < ${now} - make_interval(hours => ${NOT_BEGUN_AFTER_HOURS})))`);
}

import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { LOST_AFTER_MINUTES, NOT_BEGUN_AFTER_HOURS } from "#app/domain/packages/package-facts.ts";

/**
 * Ends looks that were begun and never came back, inside a verb's transaction. One that waits its turn goes on waiting for
 * a day.
 */
export async function giveUpLostPackageLooks(tx: Transaction, ctx: Ctx): Promise<void> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update package_look set state = 'could_not_look', why = 'The look was asked for and not carried out.', looked_at = ${now}
    where org_id = ${ctx.orgId} and state = 'asked' and (begun_at < ${now} - make_interval(mins => ${LOST_AFTER_MINUTES})
      or (begun_at is null and asked_at < ${now} - make_interval(hours => ${NOT_BEGUN_AFTER_HOURS})))`);
}

import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { LOST_AFTER_MINUTES } from "#app/domain/packages/package-facts.ts";

/**
 * Places looks and their jobs inside a verb's transaction, leaving out what is looked at already; looks that never came
 * back are given up first. Returns the ids of the new ones.
 */
export async function placeLooks(
  tx: Transaction,
  ctx: Ctx,
  wanted: readonly { identity: string; release: string }[],
  askedBy: string | null,
): Promise<string[]> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update package_look set state = 'could_not_look', why = 'The look did not come back.', looked_at = ${now}
    where org_id = ${ctx.orgId} and state = 'asked' and asked_at < ${now} - make_interval(mins => ${LOST_AFTER_MINUTES})`);
  const rows = wanted.map((one) => ({ ...one, id: uuidv7() }));
  const made = await tx.execute(sql`
    insert into package_look (org_id, id, identity, release, asked_at, asked_by, state)
    select ${ctx.orgId}::uuid, r.id, r.identity, r.release, ${now}, ${askedBy}::uuid, 'asked'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, identity text, release text)
    on conflict do nothing returning id`);
  const ids = z
    .array(z.object({ id: z.string() }))
    .parse([...made])
    .map(({ id }) => id);
  for (const lookId of ids) await enqueue(tx, "look_at_package", { orgId: ctx.orgId, lookId });
  return ids;
}

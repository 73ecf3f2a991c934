import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { giveUpLostPackageLooks } from "#app/domain/packages/give-up-lost-package-looks.server.ts";

/**
 * Places looks and their jobs inside a verb's transaction, leaving out what is looked at already; looks that are lost
 * are given up first. Returns the ids of the new ones.
 */
export async function placeLooks(
  tx: Transaction,
  ctx: Ctx,
  wanted: readonly { identity: string; release: string }[],
  askedBy: string | null,
): Promise<string[]> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  await giveUpLostPackageLooks(tx, ctx);
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

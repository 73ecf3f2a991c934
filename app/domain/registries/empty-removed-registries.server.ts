import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { markTrustOf } from "#app/domain/registries/mark-trust.server.ts";

const Rows = z.array(z.object({ id: z.string() }));

/** Marks up to `limit` listings of removed registries as gone. Broken off, the next call goes on with the rest. */
export function emptyRemovedRegistries(ctx: Ctx, { limit }: { limit: number }): Promise<{ emptied: number }> {
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.execute(sql`
      update listing l set removed_at = ${ctx.now.toISOString()}::timestamptz
      where l.org_id = ${ctx.orgId} and l.id in (
        select u.id from registry g cross join lateral (
          select id from listing where org_id = ${ctx.orgId} and registry_id = g.id and removed_at is null limit ${limit}) u
        where g.org_id = ${ctx.orgId} and g.removed_at is not null limit ${limit})
      returning l.id`);
    const ids = Rows.parse([...gone]).map(({ id }) => id);
    await markTrustOf(tx, ctx, ids);
    return { emptied: ids.length };
  });
}

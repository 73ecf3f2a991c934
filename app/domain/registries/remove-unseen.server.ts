import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { markTrustOf } from "#app/domain/registries/mark-trust.server.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";
import { settleLatest } from "#app/domain/registries/settle-latest.server.ts";

const Row = z.object({ id: z.string(), name: z.string() });

/** Marks at most `limit` listings that an import which saw everything did not have. Returns how many there were. */
export function removeUnseen(
  ctx: Ctx,
  { importId, limit }: { importId: string; limit: number },
): Promise<number> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, importId));
    const [row] = await tx.select().from(registryImport).where(its).for("update");
    if (row?.state !== "running" || row.since) return 0;
    const gone = await tx.execute(sql`
      update listing l set removed_at = ${ctx.now.toISOString()}::timestamptz
      where l.org_id = ${ctx.orgId} and l.id in (select u.id from listing u where u.org_id = ${ctx.orgId}
        and u.registry_id = ${row.registryId} and u.seen_in <> ${importId} and u.removed_at is null limit ${limit})
      returning l.id, l.name`);
    const names = z.array(Row).parse([...gone]);
    await settleLatest(
      tx,
      ctx,
      row.registryId,
      names.map(({ name }) => name),
    );
    await markTrustOf(
      tx,
      ctx,
      names.map(({ id }) => id),
    );
    await tx
      .update(registryImport)
      .set({ removed: row.removed + names.length, touchedAt: ctx.now })
      .where(its);
    return names.length;
  });
}

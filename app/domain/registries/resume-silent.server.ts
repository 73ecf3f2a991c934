import { and, isNull, lte, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";

/** Whoever reads shows a sign of life with every page and every thousand entries. */
const SILENT_MS = 5 * 60_000;

/** Sends imports on whose reader died: another one goes on from where it was. Returns how many. */
export async function resumeSilent(tx: Transaction, ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - SILENT_MS);
  const silent = await tx
    .update(registryImport)
    .set({ touchedAt: ctx.now })
    .where(
      and(
        inOrg(ctx, registryImport),
        isNull(registryImport.endedAt),
        lte(registryImport.createdAt, before),
        or(isNull(registryImport.touchedAt), lte(registryImport.touchedAt, before)),
      ),
    )
    .returning({ id: registryImport.id });
  for (const { id } of silent) await enqueue(tx, "import_registry", { orgId: ctx.orgId, importId: id });
  return silent.length;
}

import { and, eq } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";

/** Lets an import go on from where it is behind those that wait; its one event comes with its end. */
export function passTurn(ctx: Ctx, importId: string): Promise<void> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, importId));
    const [row] = await tx.select().from(registryImport).where(its).for("update");
    if (row?.state !== "running") return;
    // it came further, so it does not keep failing
    await tx.update(registryImport).set({ tries: 0 }).where(its);
    await enqueue(tx, "import_registry", { orgId: ctx.orgId, importId });
  });
}

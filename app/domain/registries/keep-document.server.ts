import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { keepParts } from "#app/domain/registries/file-parts.server.ts";
import { registryFilePart, registryImport } from "#app/domain/registries/registry-tables.server.ts";

/** Keeps what an address answered, so that an import broken off goes on with the same document. */
export function keepDocument(ctx: Ctx, importId: string, bytes: Uint8Array): Promise<void> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, importId));
    const [row] = await tx
      .select({ state: registryImport.state })
      .from(registryImport)
      .where(its)
      .for("update");
    const [kept] = await tx
      .select({ position: registryFilePart.position })
      .from(registryFilePart)
      .where(and(inOrg(ctx, registryFilePart), eq(registryFilePart.importId, importId)))
      .limit(1);
    if (row?.state !== "running" || kept) return;
    await keepParts(tx, ctx, importId, [bytes]);
    await tx.update(registryImport).set({ touchedAt: ctx.now }).where(its);
  });
}

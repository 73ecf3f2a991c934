import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { registryFilePart, registryImport } from "#app/domain/registries/registry-tables.server.ts";
import type { ImportEnding } from "#app/domain/registries/registry-words.ts";

/** Ends the import of a registry that waits or is going on, with its counts so far. Returns its id; null: none was open. */
export async function stopOpenImport(
  tx: Transaction,
  ctx: Ctx,
  registryId: string,
  why: ImportEnding,
): Promise<string | null> {
  const open = and(
    inOrg(ctx, registryImport),
    eq(registryImport.registryId, registryId),
    isNull(registryImport.endedAt),
  );
  const [row] = await tx.select().from(registryImport).where(open).for("update");
  if (!row) return null;
  const ended = { state: "stopped", endedAt: ctx.now, ending: why } as const;
  await tx.update(registryImport).set(ended).where(open);
  await tx
    .delete(registryFilePart)
    .where(and(inOrg(ctx, registryFilePart), eq(registryFilePart.importId, row.id)));
  const { seen, added, changed, unchanged, refused, removed, oddities } = row;
  await recordAudit(tx, ctx, {
    verb: "registry_import.end",
    target: { kind: "registry_import", id: row.id },
    touched: [{ kind: "registry", id: registryId }],
    after: {
      state: "stopped",
      ending: why,
      seen,
      added,
      changedEntries: changed,
      unchanged,
      refused,
      removed,
      oddities,
    },
  });
  return row.id;
}

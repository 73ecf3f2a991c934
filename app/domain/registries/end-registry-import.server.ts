import { and, eq, sql } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { forgetOddities } from "#app/domain/registries/oddity-rows.server.ts";
import { registry, registryFilePart, registryImport } from "#app/domain/registries/registry-tables.server.ts";
import type { ImportEnding } from "#app/domain/registries/registry-words.ts";

type End = { importId: string; ending: { why: ImportEnding; detail: string | null } | null };

/**
 * Ends an import: done when everything was seen, or stopped with why. The one event has its counts. What a stopped
 * import stored stays, and the registry keeps the time of the last one that was done.
 */
export function endRegistryImport(ctx: Ctx, { importId, ending }: End): Promise<void> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, importId));
    const [row] = await tx.select().from(registryImport).where(its).for("update");
    if (row?.state !== "running") return;
    const state = ending ? "stopped" : "done";
    await tx
      .update(registryImport)
      .set({
        state,
        endedAt: ctx.now,
        ending: ending?.why ?? null,
        endingDetail: ending?.detail?.slice(0, 200) ?? null,
      })
      .where(its);
    await tx
      .delete(registryFilePart)
      .where(and(inOrg(ctx, registryFilePart), eq(registryFilePart.importId, importId)));
    await forgetOddities(tx, ctx, row.registryId);
    await enqueue(tx, "tend_listings", { orgId: ctx.orgId });
    if (!ending) {
      const [of] = await tx
        .select({ address: registry.address, importedAt: registry.importedAt })
        .from(registry)
        .where(and(inOrg(ctx, registry), eq(registry.id, row.registryId)));
      // that one more registry was read is an answer about every server it does not list
      if (!of?.importedAt)
        await tx.execute(sql`insert into trust_mark (org_id, after) values (${ctx.orgId}, '')`);
      // a file may be old: of what its address will be asked it says nothing
      const isBeside = row.fileName !== null && of?.address != null;
      const told = row.newestTold && !isBeside ? { toldUntil: row.newestTold } : {};
      const complete = row.since || isBeside ? {} : { completeAt: ctx.now };
      await tx
        .update(registry)
        .set({ importedAt: ctx.now, ...told, ...complete })
        .where(and(inOrg(ctx, registry), eq(registry.id, row.registryId)));
    }
    const { seen, added, changed, unchanged, refused, removed, oddities } = row;
    await recordAudit(tx, ctx, {
      verb: "registry_import.end",
      target: { kind: "registry_import", id: importId },
      touched: [{ kind: "registry", id: row.registryId }],
      after: {
        state,
        ending: ending?.why ?? null,
        seen,
        added,
        changedEntries: changed,
        unchanged,
        refused,
        removed,
        oddities,
      },
    });
  });
}

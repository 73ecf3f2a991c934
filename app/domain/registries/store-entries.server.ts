import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { contestedNames, type ReadEntry, sortEntries } from "#app/domain/registries/entry-rules.ts";
import type { Remark } from "#app/domain/registries/formats/registry-format.ts";
import {
  addListings,
  changeListings,
  findStored,
  keepListings,
} from "#app/domain/registries/listing-rows.server.ts";
import { keepOddities } from "#app/domain/registries/oddity-rows.server.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";
import { settleLatest } from "#app/domain/registries/settle-latest.server.ts";

type Batch = {
  importId: string;
  /** How many entries whoever reads knows to be stored: another number means that somebody else took over. */
  seenBefore: number;
  entries: readonly ReadEntry[];
  /** About the page or file they came in. */
  remarks?: readonly Remark[];
  /** How far the pages were read, for an import at an address. */
  progress?: { pages: number; cursor: string | null; markedCursor: string | null };
};

/**
 * Stores the next entries of an import with how far it came, in one transaction: broken off anywhere, it goes on with
 * the entry after the last one stored. Not ours when it ended, or when another worker took it over.
 */
export function storeEntries(ctx: Ctx, batch: Batch): Promise<{ isOurs: boolean; known: number }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, batch.importId));
    const [row] = await tx.select().from(registryImport).where(its).for("update");
    if (row?.state !== "running" || row.seen !== batch.seenBefore) return { isOurs: false, known: 0 };
    const drafts = batch.entries.flatMap(({ draft }) => draft ?? []);
    const stored = await findStored(tx, ctx, row.registryId, drafts);
    const sorted = sortEntries(batch.entries, stored, row.id);
    await addListings(tx, ctx, row, sorted.added);
    await changeListings(tx, ctx, row, sorted.changed);
    await keepListings(tx, ctx, row, sorted.unchanged);
    const names = contestedNames(sorted, stored);
    await settleLatest(tx, ctx, row.registryId, names);
    const odd = await keepOddities(tx, ctx, row, { ...batch, refused: sorted.refused });
    await tx
      .update(registryImport)
      .set({
        ...batch.progress,
        touchedAt: ctx.now,
        tries: batch.entries.length > 0 ? 0 : row.tries,
        seen: row.seen + batch.entries.length,
        added: row.added + sorted.added.length,
        changed: row.changed + sorted.changed.length,
        unchanged: row.unchanged + sorted.unchanged.length,
        refused: row.refused + sorted.refused.length,
        oddities: row.oddities + odd,
        newestTold: sql`greatest(${registryImport.newestTold}, ${newestOf(drafts)}::timestamptz)`,
      })
      .where(its);
    const known = sorted.refused.filter(({ remark }) => remark.oddity === "repeated").length;
    return { isOurs: true, known };
  });
}

function newestOf(drafts: readonly { updatedAt: string | null }[]): string | null {
  return drafts.reduce<string | null>(
    (newest, { updatedAt }) => (updatedAt && (!newest || updatedAt > newest) ? updatedAt : newest),
    null,
  );
}

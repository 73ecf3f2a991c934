import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryImport } from "#app/domain/advisories/advisory-import-tables.server.ts";
import type { Advisory } from "#app/domain/advisories/advisory-words.ts";
import { compareAdvisories, writeAdvisories } from "#app/domain/advisories/write-advisories.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

const MOST_NOTES = 100;

type Batch = {
  importId: string;
  /** How many records of the import stand before these. */
  from: number;
  /** How many were gone through for these, with those of which nothing could be used. */
  records: number;
  advisories: readonly Advisory[];
  notes: readonly string[];
};

/** Stores the next records of an import and how far it is, in one transaction: broken off anywhere, it goes on there. */
export function storeAdvisories(ctx: Ctx, batch: Batch) {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "advisories");
    const its = and(inOrg(ctx, advisoryImport), eq(advisoryImport.id, batch.importId));
    const [row] = await tx.select().from(advisoryImport).where(its).for("update");
    if (!row || row.state === "done" || row.state === "failed") return { isOpen: false };
    const before =
      batch.from === 0
        ? { added: 0, changed: 0, unchanged: 0, older: 0, withdrawn: 0, odd: 0, notes: [] }
        : row;
    const { fresh, counts } = await compareAdvisories(tx, ctx, batch.advisories);
    await writeAdvisories(tx, ctx, row.id, fresh);
    await tx
      .update(advisoryImport)
      .set({
        state: "running",
        read: batch.from + batch.records,
        added: before.added + counts.added,
        changed: before.changed + counts.changed,
        unchanged: before.unchanged + counts.unchanged,
        older: before.older + counts.older,
        withdrawn: before.withdrawn + fresh.filter(({ advisory }) => advisory.withdrawnAt !== null).length,
        odd: before.odd + batch.notes.length,
        notes: [...before.notes, ...batch.notes].slice(0, MOST_NOTES),
      })
      .where(its);
    return { isOpen: true };
  });
}

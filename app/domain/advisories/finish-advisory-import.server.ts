import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryImport, advisoryImportPart } from "#app/domain/advisories/advisory-import-tables.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends an import that was read to its end, or could not be: then `problem` is the sentence that says why. Its address goes,
 * since a query may hold a secret; its name stays. When it brought anything, every release is then held against advisories once again, so that it is
 * said of each up to which day that was done.
 */
export function finishAdvisoryImport(ctx: Ctx, input: { importId: string; problem: string | null }) {
  permit(ctx, "advisory.import");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, advisoryImport), eq(advisoryImport.id, input.importId));
    const [row] = await tx.select().from(advisoryImport).where(its).for("update");
    if (!row || row.endedAt !== null) return { finished: false };
    const state = input.problem === null ? ("done" as const) : ("failed" as const);
    await tx
      .update(advisoryImport)
      .set({ state, problem: input.problem, endedAt: ctx.now, url: null })
      .where(its);
    await tx
      .delete(advisoryImportPart)
      .where(and(inOrg(ctx, advisoryImportPart), eq(advisoryImportPart.importId, row.id)));
    if (row.added + row.changed > 0) {
      await takeTurn(tx, ctx, "advisory matches");
      await tx.execute(
        sql`update advisory_look set is_due = true where org_id = ${ctx.orgId} and not is_due`,
      );
    }
    const { read, added, changed, unchanged, odd } = row;
    await recordAudit(tx, ctx, {
      verb: "advisory_import.finish",
      target: { kind: "advisory_import", id: row.id },
      after: { state, lines: read, added, changedEntries: changed, unchanged, oddities: odd },
    });
    return { finished: true };
  });
}

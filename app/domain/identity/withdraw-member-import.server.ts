import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { OneMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import { memberImport, memberImportLine } from "#app/domain/identity/member-import-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Discards an import, or stops one that runs, and forgets its lines; who was invited already stays invited. Throws
 * Conflict when it has ended.
 */
export function withdrawMemberImport(ctx: Ctx, input: OneMemberImportInput): Promise<{ id: string }> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, memberImport), eq(memberImport.id, input.importId));
    const [row] = await tx.select().from(memberImport).where(its).for("update");
    if (!row) throw new NotFound("import");
    if (row.state === "done" || row.state === "withdrawn")
      throw new Conflict("This import has ended already.");
    await tx
      .update(memberImport)
      .set({ state: "withdrawn", endedAt: ctx.now, emptiedAt: ctx.now })
      .where(its);
    await tx
      .delete(memberImportLine)
      .where(and(inOrg(ctx, memberImportLine), eq(memberImportLine.importId, row.id)));
    await recordAudit(tx, ctx, {
      verb: "member_import.withdraw",
      target: { kind: "member_import", id: row.id },
      after: { lines: row.lines, invited: row.invited },
    });
    return { id: row.id };
  });
}

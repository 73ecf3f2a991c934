import { and, eq, inArray, isNull, lte, or } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { memberImport, memberImportLine } from "#app/domain/identity/member-import-tables.server.ts";
import { LINES_KEPT_DAYS, UNSTARTED_KEPT_DAYS } from "#app/domain/identity/member-import-words.ts";
import { permit } from "#app/domain/permit.ts";

const DAY = 86_400_000;

/** Forgets the names and addresses of at most `limit` imports that ended a week ago, or that nobody started for a day. */
export function emptyMemberImports(ctx: Ctx, { limit }: { limit: number }): Promise<{ emptied: number }> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const before = (days: number) => new Date(ctx.now.getTime() - days * DAY);
    const due = await tx
      .select({ id: memberImport.id, state: memberImport.state, lines: memberImport.lines })
      .from(memberImport)
      .where(
        and(
          inOrg(ctx, memberImport),
          isNull(memberImport.emptiedAt),
          or(
            lte(memberImport.endedAt, before(LINES_KEPT_DAYS)),
            and(eq(memberImport.state, "checked"), lte(memberImport.createdAt, before(UNSTARTED_KEPT_DAYS))),
          ),
        ),
      )
      .limit(limit)
      .for("update");
    if (due.length === 0) return { emptied: 0 };
    const ids = due.map(({ id }) => id);
    const unstarted = due.filter(({ state }) => state === "checked").map(({ id }) => id);
    await tx
      .delete(memberImportLine)
      .where(and(inOrg(ctx, memberImportLine), inArray(memberImportLine.importId, ids)));
    await tx
      .update(memberImport)
      .set({ emptiedAt: ctx.now })
      .where(and(inOrg(ctx, memberImport), inArray(memberImport.id, ids)));
    if (unstarted.length > 0) {
      await tx
        .update(memberImport)
        .set({ state: "withdrawn", endedAt: ctx.now })
        .where(and(inOrg(ctx, memberImport), inArray(memberImport.id, unstarted)));
    }
    for (const { id, lines } of due) {
      await recordAudit(tx, ctx, {
        verb: "member_import.empty",
        target: { kind: "member_import", id },
        after: { lines },
      });
    }
    return { emptied: due.length };
  });
}

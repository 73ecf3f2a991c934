import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import { hashText } from "#app/domain/audit/keep-text.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** The words of a text by the column that holds its id, inside a larger query. */
export function textOf(ctx: { orgId: string }, column: SQL): SQL<string | null> {
  return sql`(select ft.text from free_text ft where ft.org_id = ${ctx.orgId} and ft.id = ${column})`;
}

/** Texts that events name, by id; at most 200. */
export function listTexts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  permit(ctx, "audit.read");
  if (ids.length === 0) return Promise.resolve(new Map());
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: freeText.id, text: freeText.text })
      .from(freeText)
      .where(and(inOrg(ctx, freeText), inArray(freeText.id, [...ids])))
      .limit(200);
    return new Map(rows.map((row) => [row.id, row.text]));
  });
}

/** One text with the hash the record holds of it, which is null once it was erased. Throws NotFound. */
export function getText(ctx: Ctx, id: string) {
  permit(ctx, "audit.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(freeText)
      .where(and(inOrg(ctx, freeText), eq(freeText.id, id)));
    if (!row) throw new NotFound("text");
    const { text, salt, authorId, writtenAt, erasedAt } = row;
    return { id, text, salt, hash: salt ? hashText(salt, text) : null, authorId, writtenAt, erasedAt };
  });
}

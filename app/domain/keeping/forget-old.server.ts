import { and, eq, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { OLD_ROWS } from "#app/domain/keeping/old-rows.server.ts";
import { forgottenBefore } from "#app/domain/keeping/retention-rules.ts";
import { retention } from "#app/domain/keeping/retention-tables.server.ts";
import type { RetentionNoun } from "#app/domain/keeping/retention-words.ts";
import { permit } from "#app/domain/permit.ts";

const DAY = 86_400_000;

/**
 * Forgets at most `limit` rows per table of one noun that was kept long enough, and says whether there may be more.
 * Each noun is looked at once a day; an event with the counts is left only when something was forgotten.
 */
export function forgetOld(ctx: Ctx, { limit }: { limit: number }): Promise<{ isMore: boolean }> {
  permit(ctx, "organization.manage");
  return inTransaction(ctx, async (tx) => {
    const [due] = await tx
      .select()
      .from(retention)
      .where(
        and(
          inOrg(ctx, retention),
          isNotNull(retention.days),
          or(isNull(retention.appliedAt), lte(retention.appliedAt, new Date(ctx.now.getTime() - DAY))),
        ),
      )
      .limit(1)
      .for("update");
    if (!due?.days) return { isMore: false };
    const { noun, days } = due;
    const forgotten = await forget(tx, ctx, { noun, days, limit });
    const rows = Object.values(forgotten).reduce((sum, count) => sum + count, 0);
    if (!Object.values(forgotten).includes(limit)) {
      await tx
        .update(retention)
        .set({ appliedAt: ctx.now })
        .where(and(inOrg(ctx, retention), eq(retention.noun, noun)));
    }
    if (rows > 0) {
      await recordAudit(tx, ctx, {
        verb: "organization.forget",
        target: { kind: "organization", id: ctx.orgId },
        after: { noun, days, forgotten },
      });
    }
    return { isMore: true };
  });
}

type Due = { noun: RetentionNoun; days: number; limit: number };

/** How many rows of each table are gone. */
async function forget(tx: Transaction, ctx: Ctx, due: Due): Promise<Record<string, number>> {
  const before = sql`${forgottenBefore(ctx.now, due.days).toISOString()}::timestamptz`;
  const gone: Record<string, number> = {};
  for (const { table, where, unless = sql`false` } of OLD_ROWS[due.noun]) {
    if (table === "audit_event") {
      const [row] = await tx.execute<{ gone: number }>(
        sql`select forget_audit_events(${ctx.now.toISOString()}, ${due.limit}) as gone`,
      );
      gone[table] = row?.gone ?? 0;
      continue;
    }
    const rows = await tx.execute(sql`delete from ${sql.identifier(table)} where ctid = any(array(
      select t.ctid from ${sql.identifier(table)} t where t.org_id = ${ctx.orgId} and ${where(before)}
        and not (${unless}) limit ${due.limit}))
      and org_id = ${ctx.orgId} returning 1`);
    gone[table] = rows.length;
  }
  return gone;
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { OLD_ROWS } from "#app/domain/keeping/old-rows.server.ts";
import { forgottenBefore, whyNotKeep } from "#app/domain/keeping/retention-rules.ts";
import { retention } from "#app/domain/keeping/retention-tables.server.ts";
import { RETENTION_NOUNS, type RetentionNoun } from "#app/domain/keeping/retention-words.ts";
import { permit } from "#app/domain/permit.ts";

export type RetentionRow = { noun: RetentionNoun; days: number | null; changedAt: Date | null };

/** How long each noun is kept; at most as many rows as there are nouns. */
export function listRetention(ctx: Ctx): Promise<RetentionRow[]> {
  permit(ctx, "organization.read");
  return inTransaction(ctx, async (tx) => {
    const set = await tx.select().from(retention).where(inOrg(ctx, retention)).limit(RETENTION_NOUNS.length);
    return RETENTION_NOUNS.map((noun) => {
      const row = set.find((one) => one.noun === noun);
      return { noun, days: row?.days ?? null, changedAt: row?.changedAt ?? null };
    });
  });
}

/** How long one noun is kept, for who may change it. Throws NotFound when there is no such noun. */
export async function getRetention(ctx: Ctx, noun: string): Promise<RetentionRow> {
  permit(ctx, "organization.manage");
  const found = (await listRetention(ctx)).find((row) => row.noun === noun);
  if (!found) throw new NotFound("kind of data");
  return found;
}

/**
 * How many rows would be forgotten now if they were kept `days` days. Throws Invalid below the noun's floor.
 */
export function countForgettable(ctx: Ctx, noun: RetentionNoun, days: number): Promise<number> {
  permit(ctx, "organization.manage");
  const why = whyNotKeep(noun, days);
  if (why) throw new Invalid(why, { days: [why] });
  return inTransaction(ctx, (tx) => countOld(tx, ctx, noun, days));
}

async function countOld(tx: Transaction, ctx: Ctx, noun: RetentionNoun, days: number): Promise<number> {
  const before = sql`${forgottenBefore(ctx.now, days).toISOString()}::timestamptz`;
  let total = 0;
  for (const { table, where, isPart } of OLD_ROWS[noun]) {
    if (isPart) continue;
    const [row] = await tx.execute(sql`select count(*)::int as rows from ${sql.identifier(table)} t
      where t.org_id = ${ctx.orgId} and ${where(before)}`);
    total += z.object({ rows: z.number() }).parse(row).rows;
  }
  return total;
}

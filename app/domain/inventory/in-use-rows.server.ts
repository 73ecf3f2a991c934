import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { addedUp, type InUseKind } from "#app/domain/inventory/in-use-sql.server.ts";
import type { StandingCounts } from "#app/domain/inventory/inventory-rows.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { idArray, type SeenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { NEED } from "#app/domain/inventory/standing-sql.server.ts";

/**
 * What `seen` adds up to per server or team: as it is kept in `in_use`, or else added up now from `rows`, which have a
 * `subject_id` beside, and then without `first`.
 */
export function inUseOf(ctx: Ctx, kind: InUseKind, seen: SeenInstallations, rows: SQL): SQL {
  if (seen.facet === null) return addedUp(sql`(select r.*, 'all' as facet from ${rows} r)`);
  const named = seen.servers ? sql`u.subject_id = any(${idArray(seen.servers)})` : sql`true`;
  return sql`(select u.* from in_use u
    where u.org_id = ${ctx.orgId} and u.kind = ${kind} and u.facet = ${seen.facet} and ${named})`;
}

/** The one number `total` of a statement that counts. */
export async function totalOf(tx: Transaction, count: SQL): Promise<number> {
  const [found] = await tx.execute(count);
  return z.object({ total: z.coerce.number() }).parse(found).total;
}

/** The `total` that stands beside each row of a page; a page behind the end has none, and what it is of is counted. */
export async function totalBeside(
  tx: Transaction,
  page: Iterable<Record<string, unknown>>,
  { page: number }: { page: number },
  count: SQL,
  rows: SQL,
): Promise<number> {
  const [first] = page;
  if (first) return z.coerce.number().parse(first.total);
  return number === 1 ? 0 : totalOf(tx, sql`select ${count} as total from ${rows} r`);
}

/** `by_need` of a row, by the words of the standings. */
export function countsOf(byNeed: unknown): StandingCounts {
  const counts = z.array(z.number()).parse(byNeed);
  return Object.fromEntries(STANDINGS.map((word) => [word, counts[NEED[word] - 1] ?? 0]));
}

/** Installations per standing over rows of `inUseOf` aliased `i`, or servers with one of that standing. */
export function perNeed(what: "sum" | "count"): SQL {
  const each = STANDINGS.map((_, place) => {
    const installations = sql`i.by_need[${sql.raw(`${place + 1}`)}]`;
    return what === "sum"
      ? sql`coalesce(sum(${installations}), 0)::int`
      : sql`count(*) filter (where ${installations} > 0)::int`;
  });
  return sql`array[${sql.join(each, sql`, `)}]`;
}

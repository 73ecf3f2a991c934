import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { AdvisoryFilter } from "#app/domain/advisories/advisory-inputs.ts";
import { ADVISORY_SEVERITIES, EVENT_KINDS, RANGE_TYPES } from "#app/domain/advisories/advisory-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { permit } from "#app/domain/permit.ts";

export const AdvisoryRow = z.object({
  id: z.string(),
  osvId: z.string(),
  summary: z.string(),
  severity: z.enum(ADVISORY_SEVERITIES),
  isMalicious: z.boolean(),
  modifiedAt: z.coerce.date(),
  withdrawnAt: z.coerce.date().nullable(),
  /** The first three. */
  packages: z.array(z.string()),
  /** Releases of servers here that it concerns, or may concern. */
  releases: z.number(),
  affected: z.number(),
});
export type AdvisoryRow = z.infer<typeof AdvisoryRow>;

const MOST_COUNTED = 10_000;

/**
 * Advisories, the newest first, by number of page or after a cursor; `total` counts up to 10,000. Without `concerns` all
 * of them.
 */
export function listAdvisories(
  ctx: Ctx,
  filter: AdvisoryFilter,
  choice: { limit: number; offset?: number | undefined; cursor?: string | undefined },
): Promise<{ rows: AdvisoryRow[]; total: number; nextCursor: string | null }> {
  permit(ctx, "catalog.read");
  const where = sql.join(conditionsOf(ctx, filter), sql` and `);
  const after = choice.cursor
    ? sql`(a.modified_at, a.id) < (select c.modified_at, c.id from advisory c where c.org_id = ${ctx.orgId} and c.id = ${choice.cursor})`
    : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select a.id, a.osv_id as "osvId", a.summary, a.severity, a.is_malicious as "isMalicious", a.modified_at as "modifiedAt",
        a.withdrawn_at as "withdrawnAt",
        array(select distinct p.package from advisory_package p
          where p.org_id = ${ctx.orgId} and p.advisory_id = a.id order by p.package limit 3) as packages,
        matched.releases, matched.affected
      from advisory a, lateral (
        select count(*)::int as releases, count(*) filter (where m.answer = 'affected')::int as affected
        from advisory_match m where m.org_id = ${ctx.orgId} and m.advisory_id = a.id and m.ended_at is null) matched
      where ${where} and ${after}
      order by a.modified_at desc, a.id desc limit ${choice.limit + 1} offset ${choice.offset ?? 0}`);
    const total = await countAdvisories(tx, where);
    const rows = z.array(AdvisoryRow).parse([...found].slice(0, choice.limit));
    return { rows, total, nextCursor: found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

async function countAdvisories(tx: Transaction, where: SQL): Promise<number> {
  const [counted] = await tx.execute(
    sql`select count(*)::int as total from (select 1 from advisory a where ${where} limit ${MOST_COUNTED}) as counted`,
  );
  return z.number().parse(counted?.total);
}

function conditionsOf(ctx: Ctx, filter: AdvisoryFilter): SQL[] {
  const conditions = [sql`a.org_id = ${ctx.orgId}`];
  if (filter.severity) conditions.push(sql`a.severity = ${filter.severity}`);
  if (filter.concerns === "here") {
    conditions.push(sql`a.id in (select m.advisory_id from advisory_match m
      where m.org_id = ${ctx.orgId} and m.ended_at is null)`);
  }
  for (const word of searchWords(filter.q ?? "")) {
    conditions.push(sql`a.id in (select st.subject_id from search_term st
      where st.org_id = ${ctx.orgId} and st.kind = 'advisory' and starts_with(st.term, ${word}))`);
  }
  return conditions;
}

const Detail = AdvisoryRow.omit({ packages: true, releases: true, affected: true }).extend({
  aliases: z.array(z.string()),
  vector: z.string().nullable(),
  publishedAt: z.coerce.date().nullable(),
  /** The first hundred. */
  packages: z.array(
    z.object({
      package: z.string(),
      ecosystem: z.string(),
      name: z.string(),
      ranges: z.array(
        z.object({
          type: z.enum(RANGE_TYPES),
          events: z.array(z.object({ kind: z.enum(EVENT_KINDS), version: z.string() })),
        }),
      ),
      versions: z.array(z.string()),
      isCut: z.boolean(),
    }),
  ),
});
export type AdvisoryDetail = z.infer<typeof Detail>;

/** One advisory with what it says of packages. Throws NotFound. */
export function getAdvisory(ctx: Ctx, advisoryId: string): Promise<AdvisoryDetail> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select a.id, a.osv_id as "osvId", a.summary, a.severity, a.is_malicious as "isMalicious", a.modified_at as "modifiedAt",
        a.withdrawn_at as "withdrawnAt", a.published_at as "publishedAt", a.aliases, a.vector,
        (select coalesce(jsonb_agg(jsonb_build_object('package', p.package, 'ecosystem', p.ecosystem, 'name', p.name,
          'ranges', p.ranges, 'versions', p.versions[1:50], 'isCut', p.is_cut or cardinality(p.versions) > 50) order by p.position), '[]')
          from (select * from advisory_package p where p.org_id = ${ctx.orgId} and p.advisory_id = a.id
            order by p.position limit 100) p) as packages
      from advisory a where a.org_id = ${ctx.orgId} and a.id = ${advisoryId}`);
    if (!found) throw new NotFound("advisory");
    return Detail.parse(found);
  });
}

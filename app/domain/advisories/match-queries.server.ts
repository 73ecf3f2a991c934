import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ADVISORY_SEVERITIES, MATCH_ANSWERS } from "#app/domain/advisories/advisory-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";
import { permit } from "#app/domain/permit.ts";

export const MatchRow = z.object({
  id: z.string(),
  advisoryId: z.string(),
  osvId: z.string(),
  summary: z.string(),
  severity: z.enum(ADVISORY_SEVERITIES),
  isMalicious: z.boolean(),
  serverId: z.string(),
  identity: z.string(),
  /** '' where installations name none. */
  release: z.string(),
  package: z.string(),
  version: z.string().nullable(),
  isDependency: z.boolean(),
  answer: z.enum(MATCH_ANSWERS),
  why: z.string().nullable(),
  firstSeenAt: z.coerce.date(),
  /** Present ones of this release that the reader may see. */
  installations: z.number(),
});
export type MatchRow = z.infer<typeof MatchRow>;

export type MatchFilter = {
  server?: string | undefined;
  advisory?: string | undefined;
  malicious?: boolean | undefined;
  answer?: (typeof MATCH_ANSWERS)[number] | undefined;
};

const RANK = sql`case m.answer when 'affected' then 0 when 'may_be_affected' then 1 else 2 end`;

/** Releases of servers here that an advisory concerns, the malicious and the certain first; a cursor is a match. */
export function listMatches(
  ctx: Ctx,
  filter: MatchFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: MatchRow[]; nextCursor: string | null }> {
  permit(ctx, "catalog.read");
  const conditions = [sql`m.org_id = ${ctx.orgId}`, sql`m.ended_at is null`];
  if (filter.server) conditions.push(sql`s.id = ${filter.server}`);
  if (filter.advisory) conditions.push(sql`m.advisory_id = ${filter.advisory}`);
  if (filter.malicious !== undefined) conditions.push(sql`a.is_malicious = ${filter.malicious}`);
  if (filter.answer) conditions.push(sql`m.answer = ${filter.answer}`);
  const place = sql`not a.is_malicious, ${RANK}, m.identity, m.release, a.osv_id, m.package, m.id`;
  if (cursor) {
    conditions.push(sql`(${place}) > (
      select ${place} from advisory_match m join advisory a on a.org_id = m.org_id and a.id = m.advisory_id
      where m.org_id = ${ctx.orgId} and m.id = ${cursor})`);
  }
  const visible = visibleMembers(ctx, sql`i.member_id`);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select m.id, m.advisory_id as "advisoryId", a.osv_id as "osvId", a.summary, a.severity, a.is_malicious as "isMalicious",
        s.id as "serverId", m.identity, m.release, m.package, m.version, m.is_dependency as "isDependency", m.answer, m.why,
        m.first_seen_at as "firstSeenAt",
        (select count(*)::int from installation i where i.org_id = ${ctx.orgId} and i.server_id = s.id
          and coalesce(i.release, '') = m.release and i.removed_at is null and ${visible}) as installations
      from advisory_match m
      join advisory a on a.org_id = m.org_id and a.id = m.advisory_id
      join server s on s.org_id = m.org_id and s.identity = m.identity
      where ${sql.join(conditions, sql` and `)}
      order by ${place} limit ${limit + 1}`);
    const rows = z.array(MatchRow).parse([...found].slice(0, limit));
    return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

const MOST_COUNTED = 10_000;

/** How many releases here were not held against the advisories as they are now, counted up to 10,000. */
export function countDueReleases(ctx: Ctx): Promise<number> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [counted] = await tx.execute(sql`
      with here as (
        select distinct s.identity, coalesce(i.release, '') as release
        from server s left join installation i on i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null
        where s.org_id = ${ctx.orgId})
      select count(*)::int as due from (select 1 from here h
        left join advisory_look l on l.org_id = ${ctx.orgId} and l.identity = h.identity and l.release = h.release
        where l.is_due is distinct from false limit ${MOST_COUNTED}) as counted`);
    return z.number().parse(counted?.due);
  });
}

import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { advisoryTerms } from "#app/domain/advisories/advisory-terms.ts";
import type { Advisory } from "#app/domain/advisories/advisory-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";

const DAY_MS = 86_400_000;

export type Fresh = { id: string; advisory: Advisory; hash: string };
const Known = z.object({ id: z.string(), osvId: z.string(), hash: z.string(), modifiedAt: z.coerce.date() });

/**
 * What is new or newer than what is known; of one advisory twice in a batch the newer. A change that lies ahead
 * counts as made when it was published: as it is said it would make everything that comes later older.
 */
export async function compareAdvisories(tx: Transaction, ctx: Ctx, said: readonly Advisory[]) {
  const ahead = new Date(ctx.now.getTime() + DAY_MS).toISOString();
  const advisories = said.map((one) => {
    if (one.modifiedAt === null || one.modifiedAt <= ahead) return one;
    const isPublished = one.publishedAt !== null && one.publishedAt <= ahead;
    return { ...one, modifiedAt: isPublished ? one.publishedAt : new Date(0).toISOString() };
  });
  const newest = new Map<string, Advisory>();
  const counts = { added: 0, changed: 0, unchanged: 0, older: 0 };
  for (const one of advisories) {
    const before = newest.get(one.osvId);
    if (before) counts.older += 1;
    if (!before || (one.modifiedAt ?? "") >= (before.modifiedAt ?? "")) newest.set(one.osvId, one);
  }
  const found = await tx.execute(sql`
    select id, osv_id as "osvId", hash, modified_at as "modifiedAt" from advisory
    where org_id = ${ctx.orgId} and osv_id in (select jsonb_array_elements_text(${JSON.stringify([...newest.keys()])}::jsonb))`);
  const known = new Map(
    z
      .array(Known)
      .parse([...found])
      .map((row) => [row.osvId, row]),
  );
  const fresh: Fresh[] = [];
  for (const advisory of newest.values()) {
    const hash = createHash("sha256").update(JSON.stringify(advisory)).digest("hex");
    const before = known.get(advisory.osvId);
    if (before?.hash === hash) counts.unchanged += 1;
    else if (
      before &&
      advisory.modifiedAt !== null &&
      Date.parse(advisory.modifiedAt) < before.modifiedAt.getTime()
    )
      counts.older += 1;
    else {
      counts[before ? "changed" : "added"] += 1;
      fresh.push({ id: before?.id ?? uuidv7(), advisory, hash });
    }
  }
  return { fresh, counts };
}

/**
 * Writes advisories with their packages and search terms; releases with one of these packages, or one they named before,
 * are then to be looked at again.
 */
export async function writeAdvisories(
  tx: Transaction,
  ctx: Ctx,
  importId: string,
  fresh: readonly Fresh[],
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ id, hash, advisory: { packages: _, ...advisory } }) => ({
    ...advisory,
    id,
    hash,
    modifiedAt: advisory.modifiedAt ?? ctx.now.toISOString(),
  }));
  await tx.execute(sql`
    insert into advisory (org_id, id, osv_id, summary, aliases, severity, vector, is_malicious, published_at, modified_at,
      withdrawn_at, hash, import_id)
    select ${ctx.orgId}::uuid, r.id, r."osvId", r.summary, r.aliases, r.severity, r.vector, r."isMalicious", r."publishedAt",
      r."modifiedAt", r."withdrawnAt", r.hash, ${importId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "osvId" text, summary text, aliases text[],
      severity text, vector text, "isMalicious" boolean, "publishedAt" timestamptz, "modifiedAt" timestamptz,
      "withdrawnAt" timestamptz, hash text)
    on conflict (org_id, id) do update set summary = excluded.summary, aliases = excluded.aliases,
      severity = excluded.severity, vector = excluded.vector, is_malicious = excluded.is_malicious,
      published_at = excluded.published_at, modified_at = excluded.modified_at, withdrawn_at = excluded.withdrawn_at,
      hash = excluded.hash, import_id = excluded.import_id`);
  const ids = JSON.stringify(fresh.map(({ id }) => id));
  await markTouched(tx, ctx, ids, fresh);
  await tx.execute(sql`delete from advisory_package where org_id = ${ctx.orgId}
    and advisory_id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`);
  const packages = fresh.flatMap(({ id, advisory }) =>
    advisory.packages.map((one, position) => ({ ...one, advisoryId: id, position })),
  );
  await tx.execute(sql`
    insert into advisory_package (org_id, advisory_id, position, package, ecosystem, name, ranges, versions, is_cut)
    select ${ctx.orgId}::uuid, r."advisoryId", r.position, r.package, r.ecosystem, r.name, r.ranges, r.versions, r."isCut"
    from jsonb_to_recordset(${JSON.stringify(packages)}::jsonb) as r("advisoryId" uuid, position int, package text,
      ecosystem text, name text, ranges jsonb, versions text[], "isCut" boolean)`);
  const terms = fresh.flatMap(({ id, advisory }) => advisoryTerms(advisory).map((term) => ({ id, term })));
  await tx.execute(sql`
    insert into search_term (org_id, kind, term, subject_id)
    select ${ctx.orgId}::uuid, 'advisory', r.term, r.id
    from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as r(id uuid, term text) on conflict do nothing`);
}

/** Also every release of a kind of package about which there was no advisory yet: nobody could say that it is clean. */
async function markTouched(tx: Transaction, ctx: Ctx, ids: string, fresh: readonly Fresh[]): Promise<void> {
  const names = JSON.stringify([
    ...new Set(fresh.flatMap(({ advisory }) => advisory.packages.map((one) => one.package))),
  ]);
  await takeTurn(tx, ctx, "advisory matches");
  await tx.execute(sql`
    with named as (
      select jsonb_array_elements_text(${names}::jsonb) as package
      union select p.package from advisory_package p where p.org_id = ${ctx.orgId}
        and p.advisory_id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))),
    first as (
      select k.kind from (select distinct split_part(package, ':', 1) as kind from named) k
      where not exists (select 1 from advisory_package p where p.org_id = ${ctx.orgId}
        and p.package > k.kind || ':' and p.package < k.kind || ';'))
    update advisory_look l set is_due = true where l.org_id = ${ctx.orgId} and not l.is_due
      and (l.packages && array(select package from named) or split_part(l.identity, ':', 1) in (select kind from first))`);
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { ADVISORY_SEVERITIES, EVENT_KINDS, RANGE_TYPES } from "#app/domain/advisories/advisory-words.ts";
import { fixedIn } from "#app/domain/advisories/affected-rules.ts";
import { matchesOf, type RunningPackage } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";

const Row = z.object({
  advisoryId: z.string(),
  osvId: z.string(),
  aliases: z.array(z.string()),
  isMalicious: z.boolean(),
  severity: z.enum(ADVISORY_SEVERITIES),
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
});

/** So many entries about the packages of one server are held at once. */
export const MOST_ENTRIES = 20_000;

type Entry = z.infer<typeof Row>;

/** What the advisories that stand say of packages, the malicious first. Cut: there are more entries than are held at once. */
export async function findEntries(
  tx: Transaction,
  ctx: Ctx,
  packages: Iterable<string>,
  most = MOST_ENTRIES,
): Promise<{ entries: Entry[]; isCut: boolean }> {
  const names = JSON.stringify([...new Set(packages)]);
  const found = await tx.execute(sql`
    select a.id as "advisoryId", a.osv_id as "osvId", a.aliases, a.is_malicious as "isMalicious", a.severity,
      p.package, p.ecosystem, p.name, p.ranges, p.versions, p.is_cut as "isCut"
    from advisory_package p join advisory a on a.org_id = p.org_id and a.id = p.advisory_id
    where p.org_id = ${ctx.orgId} and p.package in (select jsonb_array_elements_text(${names}::jsonb))
      and a.withdrawn_at is null
    order by a.is_malicious desc, a.osv_id, p.position limit ${most + 1}`);
  return { entries: z.array(Row).parse([...found].slice(0, most)), isCut: found.length > most };
}

/**
 * The advisories that stand and concern what runs, the malicious first. Cut: there are more entries about it than are held
 * against it, so that what was not found proves nothing.
 */
export async function findConcerns(
  tx: Transaction,
  ctx: Ctx,
  running: readonly RunningPackage[],
  most = MOST_ENTRIES,
) {
  const packages = running.map((one) => one.package);
  const { entries, isCut } = await findEntries(tx, ctx, packages, most);
  return { concerns: concernsOf(running, entries), isCut };
}

/** Which of the advisories concern what runs. */
export function concernsOf(running: readonly RunningPackage[], rows: readonly Entry[]) {
  const byId = new Map(rows.map((row) => [row.advisoryId, row]));
  return matchesOf(running, rows).flatMap((match) => {
    const of = byId.get(match.advisoryId);
    if (!of) return [];
    const { osvId, aliases, isMalicious, severity } = of;
    const entries = rows.filter(
      (row) => row.advisoryId === match.advisoryId && row.package === match.package,
    );
    return [{ ...match, osvId, aliases, isMalicious, severity, fixedIn: fixedIn(entries, match.version) }];
  });
}

/** The kinds of packages there are advisories about, and when the newest of them was changed. */
export async function findCoverage(
  tx: Transaction,
  ctx: Ctx,
): Promise<{ kinds: string[]; newest: Date | null }> {
  const [found] = await tx.execute(sql`
    select (select max(a.modified_at) from advisory a where a.org_id = ${ctx.orgId}) as newest,
      array(select kind from (values ('npm'), ('pypi'), ('oci')) as known(kind)
        where exists (select 1 from advisory_package p
          where p.org_id = ${ctx.orgId} and p.package > kind || ':' and p.package < kind || ';')) as kinds`);
  return z.object({ kinds: z.array(z.string()), newest: z.coerce.date().nullable() }).parse(found);
}

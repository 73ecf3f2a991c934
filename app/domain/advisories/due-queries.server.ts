import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { RunningPackage } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";
import { isWholeTree } from "#app/domain/packages/package-facts.ts";
import { findTree } from "#app/domain/packages/package-queries.server.ts";

const DueRelease = z.object({
  serverId: z.string(),
  identity: z.string(),
  release: z.string(),
  installations: z.array(z.string()),
  population: z.string(),
});
type DueRelease = z.infer<typeof DueRelease>;

/**
 * Releases in use, and servers in use by nobody, that were not looked at or are to be looked at again: since advisories or
 * dependencies changed, or others have them installed by now; and those nobody could answer for, once something was
 * imported since or a day went by.
 */
export async function listDueReleases(
  tx: Transaction,
  ctx: Ctx,
  { limit, identity }: { limit: number; identity?: string | undefined },
): Promise<DueRelease[]> {
  const of = identity === undefined ? sql`true` : sql`s.identity = ${identity}`;
  const found = await tx.execute(sql`
    with here as (
      select s.id, s.identity, coalesce(i.release, '') as release,
        coalesce(bit_xor(hashtextextended(i.id::text, 0)), 0)::text as population
      from server s left join installation i on i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null
      where s.org_id = ${ctx.orgId} and ${of} group by s.id, s.identity, coalesce(i.release, ''))
    select h.id as "serverId", h.identity, h.release, h.population,
      array(select i.id from installation i where i.org_id = ${ctx.orgId} and i.server_id = h.id and i.removed_at is null
        and coalesce(i.release, '') = h.release) as installations
    from here h
    left join advisory_look l on l.org_id = ${ctx.orgId} and l.identity = h.identity and l.release = h.release
    where l.is_due is distinct from false or l.population <> h.population or (
      exists (select 1 from evidence e where e.org_id = ${ctx.orgId} and e.identity = h.identity and e.release = h.release
        and e."row" = 'known_malicious' and e.answer = 'could_not_look')
      and l.looked_at < greatest(${ctx.now.toISOString()}::timestamptz - interval '1 day',
        (select max(d.ended_at) from advisory_import d where d.org_id = ${ctx.orgId} and d.state = 'done')))
    order by h.identity, h.release limit ${limit}`);
  return z.array(DueRelease).parse([...found]);
}

/** The newest release of a server that is not pinned. */
type Newest = { version: string; itself: RunningPackage; unknownTree: string | null };

/**
 * What runs when this release of a server runs: the package itself, and what comes with it as far as a registry told. Which
 * release of a server runs that is not pinned is not known, so any may: trust asks about the newest as well, as a client gets it.
 */
export async function findRunning(
  tx: Transaction,
  ctx: Ctx,
  { identity, release }: { identity: string; release: string },
): Promise<{ running: RunningPackage[]; newest: Newest | null; unknownTree: string | null }> {
  const own = { package: identity, version: release === "" ? null : release, isDependency: false };
  const known = identity.startsWith("npm:") ? await findTree(tx, ctx, { identity, release }) : undefined;
  if (!known)
    return { running: [own], newest: null, unknownTree: "Which packages come with it was not looked at." };
  const dependencies = known.tree.map(([name, version]) => ({
    package: `npm:${name.toLowerCase()}`,
    version,
    isDependency: true,
  }));
  const unknownTree = isWholeTree(known.facts)
    ? null
    : "Not everything that comes with it could be followed.";
  const running = [own, ...dependencies];
  if (release !== "") return { running, newest: null, unknownTree };
  const { version } = known.facts;
  return {
    running,
    newest: { version, itself: { ...own, version }, unknownTree },
    unknownTree: "It is not pinned: what comes with it is known of the newest release only.",
  };
}

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
 * dependencies changed, or others have them installed by now.
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
    where l.is_due is distinct from false or l.population <> h.population order by h.identity, h.release limit ${limit}`);
  return z.array(DueRelease).parse([...found]);
}

/**
 * What runs when this release of a server runs: the package itself, and what comes with it as far as a registry told. Of a
 * server that is not pinned the newest release is held against the advisories by its dependencies only: which one runs is
 * not known, so its own version stays open.
 */
export async function findRunning(
  tx: Transaction,
  ctx: Ctx,
  { identity, release }: { identity: string; release: string },
): Promise<{ running: RunningPackage[]; unknownTree: string | null }> {
  const own = { package: identity, version: release === "" ? null : release, isDependency: false };
  const known = identity.startsWith("npm:") ? await findTree(tx, ctx, { identity, release }) : undefined;
  if (!known) return { running: [own], unknownTree: "Which packages come with it is not known." };
  const dependencies = known.tree.map(([name, version]) => ({
    package: `npm:${name.toLowerCase()}`,
    version,
    isDependency: true,
  }));
  const unknownTree =
    release === ""
      ? "It is not pinned: what comes with it is known of the newest release only."
      : isWholeTree(known.facts)
        ? null
        : "Not everything that comes with it could be followed.";
  return { running: [own, ...dependencies], unknownTree };
}

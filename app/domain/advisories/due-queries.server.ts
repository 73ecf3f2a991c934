import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { RunningPackage } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";

const DueRelease = z.object({
  serverId: z.string(),
  identity: z.string(),
  release: z.string(),
  installations: z.number(),
});
type DueRelease = z.infer<typeof DueRelease>;

/** Releases in use, and servers in use by nobody, that were not looked at or are to be looked at again. */
export async function listDueReleases(tx: Transaction, ctx: Ctx, limit: number): Promise<DueRelease[]> {
  const found = await tx.execute(sql`
    with here as (
      select s.id, s.identity, coalesce(i.release, '') as release, count(i.id)::int as installations
      from server s left join installation i on i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null
      where s.org_id = ${ctx.orgId} group by s.id, s.identity, coalesce(i.release, ''))
    select h.id as "serverId", h.identity, h.release, h.installations from here h
    left join advisory_look l on l.org_id = ${ctx.orgId} and l.identity = h.identity and l.release = h.release
    where l.is_due is distinct from false order by h.identity, h.release limit ${limit}`);
  return z.array(DueRelease).parse([...found]);
}

/** What runs when this release of a server runs: the package itself, and what comes with it as far as that is known. */
export async function findRunning(
  _tx: Transaction,
  _ctx: Ctx,
  { identity, release }: { identity: string; release: string },
): Promise<{ running: RunningPackage[]; unknownTree: string | null }> {
  const own = { package: identity, version: release === "" ? null : release, isDependency: false };
  return { running: [own], unknownTree: "Which packages come with it was not looked at." };
}

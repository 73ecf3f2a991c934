import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";

const OpenDrift = z.object({
  id: z.string(),
  manifestId: z.string(),
  class: z.enum(DRIFT_CLASSES),
  added: z.number(),
  removed: z.number(),
  renamed: z.number(),
  changed: z.number(),
});

/** The drift of a server that needs a decision; undefined when there is none. */
export async function findOpenDrift(tx: Transaction, ctx: Ctx, serverId: string) {
  const standing = await findStandingDrift(tx, ctx, serverId);
  return standing?.class === "note" ? undefined : standing;
}

/** Whether any grant of a server holds now. */
export async function isHeld(tx: Transaction, ctx: Ctx, serverId: string): Promise<boolean> {
  return (await findDriftHolder(tx, ctx, serverId)) !== undefined;
}

/** How a server differs from what was approved, if only in what is noted. */
export async function findStandingDrift(tx: Transaction, ctx: Ctx, serverId: string) {
  const [found] = await tx.execute(sql`
    select d.id, d.manifest_id as "manifestId", d.class, d.added, d.removed, d.renamed, d.changed from drift d
    where d.org_id = ${ctx.orgId} and d.server_id = ${serverId} and d.ended_at is null`);
  return found ? OpenDrift.parse(found) : undefined;
}

const Holder = z.object({
  grantId: z.string(),
  requesterId: z.string(),
  memberId: z.string().nullable(),
  teamId: z.string().nullable(),
  agentId: z.string().nullable(),
  environment: z.enum(ENVIRONMENTS),
  release: z.string().nullable(),
  tools: z.array(z.string()).nullable(),
  endsAt: z.coerce.date(),
});

/**
 * In whose name a drift is asked about: the grant of the server that reaches furthest among those that hold now, and its
 * person; for an agent whoever answers for it, for a team a lead of it, else whoever is in it longest.
 */
export async function findDriftHolder(tx: Transaction, ctx: Ctx, serverId: string) {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const [found] = await tx.execute(sql`
    select g.id as "grantId", m.id as "requesterId", g.member_id as "memberId", g.team_id as "teamId", g.agent_id as "agentId",
      g.environment, g.release, g.tools, g.ends_at as "endsAt"
    from access_grant g
    left join agent a on a.org_id = g.org_id and a.id = g.agent_id and a.retired_at is null
    cross join lateral (
      select p.id from member p
      left join team_member tm on tm.org_id = p.org_id and tm.member_id = p.id and tm.team_id = g.team_id
      where p.org_id = g.org_id and p.removed_at is null
        and (p.id = g.member_id or p.id = a.owner_id or tm.member_id is not null)
      order by tm.is_lead desc nulls last, tm.added_at, p.id limit 1) m
    where g.org_id = ${ctx.orgId} and g.server_id = ${serverId} and g.revoked_at is null and g.ends_at > ${now}
      and g.starts_at <= ${now}
    order by g.ends_at desc, g.id limit 1`);
  return found ? Holder.parse(found) : undefined;
}

/** Servers whose request about their drift is to be opened, renewed or closed, at most `limit`. */
export async function findUntendedDrifts(tx: Transaction, ctx: Ctx, limit: number): Promise<string[]> {
  const open = sql`('submitted', 'pending_approval', 'waiting_for_requester')`;
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const found = await tx.execute(sql`
    select d.server_id as id from drift d
    where d.org_id = ${ctx.orgId} and d.ended_at is null and d.class <> 'note'
      and not exists (select from request r where r.org_id = ${ctx.orgId} and r.server_id = d.server_id
        and r.drift_id = d.id and (r.state = 'denied' or r.state in ${open}))
      and exists (select from access_grant g where g.org_id = ${ctx.orgId} and g.server_id = d.server_id
        and g.revoked_at is null and g.ends_at > ${now} and g.starts_at <= ${now})
    union
    select r.server_id from request r
    where r.org_id = ${ctx.orgId} and r.drift_id is not null and r.state in ${open}
      and not exists (select from drift d where d.org_id = ${ctx.orgId} and d.id = r.drift_id and d.ended_at is null
        and d.class <> 'note')
    limit ${limit}`);
  return z
    .array(z.object({ id: z.string() }))
    .parse([...found])
    .map((row) => row.id);
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { holderGoneAt } from "#app/domain/grants/holder-sql.server.ts";
import { isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import { FINDING_RULES, FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { permit } from "#app/domain/permit.ts";

export const ServerFinding = z.object({
  rule: z.enum(FINDING_RULES),
  severity: z.enum(FINDING_SEVERITIES),
  sentence: z.string(),
  remedy: z.string(),
  installations: z.number(),
  people: z.number(),
  firstSeenAt: z.coerce.date(),
});
export type ServerFinding = z.infer<typeof ServerFinding>;

/** Open findings on installations of a server the actor may see, the same remark once, the worst first; at most 50. */
export function listServerFindings(ctx: Ctx, serverId: string): Promise<ServerFinding[]> {
  return inSettledInventory(ctx, null, async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, { server: serverId });
    const found = await tx.execute(sql`
      select f.rule, f.severity, f.sentence, f.remedy, count(distinct f.installation_id)::int as installations,
        count(distinct i.member_id)::int as people, min(f.first_seen_at) as "firstSeenAt"
      from ${seen.rows} i
      join finding f on f.org_id = ${ctx.orgId} and f.installation_id = i.id and ${isOpen(ctx, "f")}
      group by f.rule, f.severity, f.severity_rank, f.sentence, f.remedy
      order by f.severity_rank desc, count(distinct f.installation_id) desc, f.sentence limit 50`);
    return z.array(ServerFinding).parse([...found]);
  });
}

const Stopped = z.object({
  installations: z.number(),
  people: z.number(),
  /** The first ten by name. */
  names: z.array(z.string()),
  grants: z.number(),
  openRequests: z.number(),
});
export type Stopped = z.infer<typeof Stopped>;

/** Whom and what a block of a server stops now, for those who may block: nothing is left out. */
export function getBlockEffect(ctx: Ctx, serverId: string): Promise<Stopped> {
  permit(ctx, "server.block");
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      with used as (
        select i.member_id from installation i
        where i.org_id = ${ctx.orgId} and i.server_id = ${serverId} and i.removed_at is null)
      select (select count(*)::int from used) as installations, (select count(distinct member_id)::int from used) as people,
        array(select m.name from member m where m.org_id = ${ctx.orgId} and m.id in (select member_id from used)
          order by m.name limit 10) as names,
        (select count(*)::int from access_grant g where g.org_id = ${ctx.orgId} and g.server_id = ${serverId}
          and g.revoked_at is null and ${now} < g.ends_at and ${holderGoneAt(ctx)} is null) as grants,
        (select count(*)::int from request r where r.org_id = ${ctx.orgId} and r.server_id = ${serverId}
          and r.state in ('submitted', 'pending_approval', 'waiting_for_requester') and r.expires_at > ${now}) as "openRequests"`);
    return Stopped.parse(found);
  });
}

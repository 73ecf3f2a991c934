import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";

type Subject = { serverId: string | null; deviceId: string | null };

/** The findings, as `f`, that an acceptance of this rule on this subject could reach. */
export function acceptedOn({ rule, serverId, deviceId }: Subject & { rule: string }): SQL {
  const subject = deviceId === null ? sql`f.server_id = ${serverId}` : sql`f.device_id = ${deviceId}`;
  return sql`${subject} and f.rule = ${rule}`;
}

/** What an acceptance is about, for the record. */
export function subjectOf({ serverId, deviceId }: Subject): { kind: string; id: string } {
  return deviceId === null ? { kind: "server", id: serverId ?? "" } : { kind: "device", id: deviceId };
}

/**
 * Writes into the findings `which` names (as `f`) the acceptance that holds longest for each, or none. Called wherever a
 * finding is written or an acceptance begins or is withdrawn; that one ends needs no writing.
 */
export async function applyAcceptances(tx: Transaction, ctx: Ctx, which: SQL): Promise<number> {
  // most organizations have accepted nothing, and then nothing can be to do
  const [some] = await tx.execute(sql`select from finding_acceptance where org_id = ${ctx.orgId} limit 1`);
  if (!some) return 0;
  const changed = await tx.execute(sql`
    update finding set acceptance_id = x.acceptance_id, accepted_until = x.ends_at
    from (
      select f.id, best.id as acceptance_id, best.ends_at from finding f
      left join lateral (
        select a.id, a.ends_at from finding_acceptance a
        where a.org_id = f.org_id and (a.server_id = f.server_id or a.device_id = f.device_id) and a.rule = f.rule and a.withdrawn_at is null
          and a.ends_at > ${ctx.now.toISOString()}::timestamptz
          and (a.reach = 'server' or a.installation_id = f.installation_id or a.device_id = f.device_id)
          and (a.reach <> 'finding' or (a.where_in_file = f.where_in_file and a.subject_hash = f.subject_hash))
        order by a.ends_at desc, a.id limit 1) best on true
      where f.org_id = ${ctx.orgId} and f.resolved_at is null and ${which}
        and (f.acceptance_id is distinct from best.id or f.accepted_until is distinct from best.ends_at)) x
    where finding.org_id = ${ctx.orgId} and finding.id = x.id
    returning finding.id`);
  return changed.length;
}

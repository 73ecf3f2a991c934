import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { RETURNED_AFTER } from "#app/domain/inventory/inventory-words.ts";
import { idArray } from "#app/domain/inventory/seen-installations.server.ts";

/** Servers of one report that are told of one by one; an installation is marked as returned in any case. */
const MOST_TOLD = 100;
const MOST_NAMED = 20;

const Returned = z.object({
  serverId: z.string(),
  because: z.enum(RETURNED_AFTER),
  ids: z.array(z.string()),
  isHeld: z.boolean(),
});

/**
 * Marks what this report brought back, in the report's own transaction: an installation that was not there before although a
 * block of its server stands which its person had used, or the last grant for it was revoked, or it was removed from this place.
 * Another name, file or device makes no difference. Each server is an alert, unless it was only removed and access to it runs.
 */
export async function noteReturned(
  tx: Transaction,
  ctx: Ctx,
  report: {
    scanId: string;
    deviceId: string;
    memberId: string;
    installationIds: readonly string[];
    at: Date;
  },
): Promise<number> {
  if (report.installationIds.length === 0) return 0;
  const now = sql`${report.at.toISOString()}::timestamptz`;
  // of one person, so that each is looked up once for the whole report
  const grants = sql`select g.server_id from access_grant g where g.org_id = ${ctx.orgId}
    and (g.member_id = ${report.memberId} or g.team_id in (select tm.team_id from team_member tm
      where tm.org_id = ${ctx.orgId} and tm.member_id = ${report.memberId}))`;
  const blocked = (kind: string) => sql`(select b.subject_key from block b
    where b.org_id = ${ctx.orgId} and b.lifted_at is null and b.subject_kind = ${kind})`;
  const found = await tx.execute(sql`
    with appeared as (
      select i.id, i.server_id, i.release, coalesce(i.returned_at = ${now}, false) as was_removed from installation i
      where i.org_id = ${ctx.orgId} and i.id = any(${idArray(report.installationIds)}) and i.removed_at is null
        and (i.first_seen_at = ${now} or i.returned_at = ${now})),
    judged as (
      select i.id, i.server_id, i.was_removed,
        i.server_id in (${grants} and g.revoked_at is null and g.starts_at <= ${now} and g.ends_at > ${now}) as is_held,
        i.server_id in (${grants} and g.revoked_at is not null) as is_revoked,
        (i.server_id::text in ${blocked("server")}
            or coalesce(i.server_id::text || ' ' || i.release in ${blocked("release")}, false))
          and (i.was_removed or i.server_id in (select o.server_id from installation o
            where o.org_id = ${ctx.orgId} and o.member_id = ${report.memberId} and o.first_seen_at < ${now})) as is_blocked
      from appeared i),
    because as (
      select j.id, j.server_id, j.is_held, case when j.is_blocked then 'block' when j.is_revoked and not j.is_held then 'revocation'
        when j.was_removed then 'removal' end as because from judged j)
    select b.server_id as "serverId", b.because, array_agg(b.id order by b.id) as ids, bool_and(b.is_held) as "isHeld"
    from because b where b.because is not null group by b.server_id, b.because order by b.because, b.server_id`);
  const returned = z.array(Returned).parse([...found]);
  for (const because of RETURNED_AFTER) {
    const ids = returned.flatMap((one) => (one.because === because ? one.ids : []));
    if (ids.length === 0) continue;
    await tx.execute(sql`update installation set returned_at = ${now}, returned_after = ${because}
      where org_id = ${ctx.orgId} and id = any(${idArray(ids)})`);
  }
  const alerts = returned.filter(({ because, isHeld }) => because !== "removal" || !isHeld);
  for (const { serverId, because, ids } of alerts.slice(0, MOST_TOLD)) {
    await recordAudit(tx, ctx, {
      verb: "server.return",
      target: { kind: "server", id: serverId },
      touched: [
        { kind: "device", id: report.deviceId },
        ...ids.slice(0, MOST_NAMED).map((id) => ({ kind: "installation", id })),
      ],
      after: { because, installations: ids.length },
      batchId: report.scanId,
    });
  }
  return returned.reduce((sum, { ids }) => sum + ids.length, 0);
}

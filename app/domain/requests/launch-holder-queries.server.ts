import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { DRIFT_CLASSES, LAUNCH_CHANGES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";

const OpenLaunchDrift = z.object({
  id: z.string(),
  serverId: z.string(),
  change: z.enum(LAUNCH_CHANGES),
  class: z.enum(DRIFT_CLASSES),
  approvedWay: z.string(),
  foundWay: z.string(),
  wasDenied: z.boolean(),
});
export type OpenLaunchDrift = z.infer<typeof OpenLaunchDrift>;

/** Whether the same difference as `l` tells of was denied before, at the same installation. */
const WAS_DENIED: SQL = sql.raw(`exists (select from request r
  join launch_drift p on p.org_id = r.org_id and p.id = r.launch_drift_id
  where r.org_id = l.org_id and r.installation_id = l.installation_id and r.state = 'denied'
    and p.server_id = l.server_id and p.found_server_id = l.found_server_id and p.approved_way = l.approved_way
    and p.found_way = l.found_way and p.found_release is not distinct from l.found_release)`);

/** How an installation is started otherwise, where that needs a decision; undefined when it does not. */
export async function findOpenLaunchDrift(
  tx: Transaction,
  ctx: Ctx,
  installationId: string,
): Promise<OpenLaunchDrift | undefined> {
  const [found] = await tx.execute(sql`
    select l.id, l.server_id as "serverId", l.change, l.class, l.approved_way as "approvedWay", l.found_way as "foundWay",
      ${WAS_DENIED} as "wasDenied" from launch_drift l
    where l.org_id = ${ctx.orgId} and l.installation_id = ${installationId} and l.ended_at is null and l.class <> 'note'`);
  return found ? OpenLaunchDrift.parse(found) : undefined;
}

const Holder = z.object({
  grantId: z.string(),
  requesterId: z.string(),
  memberId: z.string(),
  environment: z.enum(ENVIRONMENTS),
  release: z.string().nullable(),
  tools: z.array(z.string()).nullable(),
  endsAt: z.coerce.date(),
});

/** Grants that hold now for the person of installation `i`, of what was approved or of what stands there (`l`). */
function grantsNow(ctx: Ctx): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return sql`access_grant g where g.org_id = ${ctx.orgId} and g.server_id in (l.server_id, l.found_server_id)
    and (g.member_id = i.member_id or g.team_id in (select tm.team_id from team_member tm
      where tm.org_id = ${ctx.orgId} and tm.member_id = i.member_id))
    and g.revoked_at is null and g.ends_at > ${now} and g.starts_at <= ${now}`;
}

const PERSON = (ctx: Ctx) => sql`join installation i on i.org_id = ${ctx.orgId} and i.id = l.installation_id
    join member m on m.org_id = ${ctx.orgId} and m.id = i.member_id and m.removed_at is null`;

/**
 * In whose name it is asked: the person of the installation, and their grant of what was approved there, the one for where it
 * runs before others. Undefined when they hold none: then nothing of it was let through anyway.
 */
export async function findLaunchHolder(tx: Transaction, ctx: Ctx, launchDriftId: string) {
  const [found] = await tx.execute(sql`
    select h.*, m.id as "requesterId", m.id as "memberId" from launch_drift l ${PERSON(ctx)}
    cross join lateral (
      select g.id as "grantId", g.environment, g.release, g.tools, g.ends_at as "endsAt" from ${grantsNow(ctx)}
      order by (g.server_id = l.server_id) desc, (g.environment = i.environment) desc, g.ends_at desc, g.id limit 1) h
    where l.org_id = ${ctx.orgId} and l.id = ${launchDriftId}`);
  return found ? Holder.parse(found) : undefined;
}

/** Installations whose request is to be opened, renewed or closed, at most `limit`. */
export async function findUntendedLaunches(
  tx: Transaction,
  ctx: Ctx,
  { limit, deviceId }: { limit: number; deviceId?: string },
): Promise<string[]> {
  const open = sql`('submitted', 'pending_approval', 'waiting_for_requester')`;
  const here = deviceId ? sql`i.device_id = ${deviceId}` : sql`true`;
  const found = await tx.execute(sql`
    select l.installation_id as id from launch_drift l ${PERSON(ctx)}
    where l.org_id = ${ctx.orgId} and l.ended_at is null and l.class <> 'note' and ${here} and not ${WAS_DENIED}
      and not exists (select from request r where r.org_id = ${ctx.orgId} and r.launch_drift_id = l.id and r.state in ${open})
      and exists (select from ${grantsNow(ctx)})
    union
    select r.installation_id from request r
    join installation i on i.org_id = r.org_id and i.id = r.installation_id
    where r.org_id = ${ctx.orgId} and r.launch_drift_id is not null and r.state in ${open} and ${here}
      and not exists (select from launch_drift l where l.org_id = ${ctx.orgId} and l.id = r.launch_drift_id
        and l.ended_at is null and l.class <> 'note')
    limit ${limit}`);
  return z
    .array(z.object({ id: z.string() }))
    .parse([...found])
    .map((row) => row.id);
}

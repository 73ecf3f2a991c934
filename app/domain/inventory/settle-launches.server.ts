import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { launchClass } from "#app/domain/catalog/launch-class-sql.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { PIN_AS_IT_STANDS } from "#app/domain/inventory/pin-launches.server.ts";
import { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { hashWay, WAY_VERSION } from "#app/domain/inventory/scan-rows.server.ts";

type Device = { id: string; memberId: string };

/**
 * Pins what stands on a device under a grant and was never pinned: it was installed after the approval. Inside the verb that
 * takes a report and locked the device, before its entries are written and after.
 */
export async function pinFirstLaunches(tx: Transaction, ctx: Ctx, device: Device): Promise<void> {
  await keepPinsOfRenamed(tx, ctx, device);
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const running = sql`g.org_id = ${ctx.orgId}::uuid and g.revoked_at is null and g.starts_at <= ${now} and ${now} < g.ends_at`;
  await tx.execute(sql`
    update installation i set ${PIN_AS_IT_STANDS}
    where i.org_id = ${ctx.orgId}::uuid and i.device_id = ${device.id}::uuid and i.removed_at is null
      and i.pinned_server_id is null and i.launch_way is not null
      and i.server_id = any(array(
        select g.server_id from access_grant g where ${running} and g.member_id = ${device.memberId}::uuid
        union
        select g.server_id from team_member tm
        join access_grant g on g.team_id = tm.team_id and ${running}
        where tm.org_id = ${ctx.orgId}::uuid and tm.member_id = ${device.memberId}::uuid))`);
}

/**
 * A new name makes no new approval: where an entry of this device that was pinned is started otherwise or gone, what is
 * added of its server is held against that pin, unless it is started as approved.
 */
async function keepPinsOfRenamed(tx: Transaction, ctx: Ctx, device: Device): Promise<void> {
  await tx.execute(sql`
    with pinned as materialized (
      select distinct on (o.pinned_server_id) o.pinned_server_id, o.pinned_launch, o.pinned_way, o.pinned_release
      from installation o
      where o.org_id = ${ctx.orgId}::uuid and o.device_id = ${device.id}::uuid and o.pinned_server_id = o.server_id
        and (o.launch_change is not null or o.removed_at is not null)
      order by o.pinned_server_id, (o.removed_at is null) desc, o.last_seen_at desc, o.id)
    update installation i set pinned_server_id = p.pinned_server_id, pinned_launch = p.pinned_launch,
      pinned_way = p.pinned_way, pinned_release = p.pinned_release
    from pinned p
    where i.org_id = ${ctx.orgId}::uuid and i.device_id = ${device.id}::uuid and i.removed_at is null
      and i.pinned_server_id is null and i.launch_way is not null
      and i.server_id = p.pinned_server_id and i.launch_way <> p.pinned_way`);
}

/** How installation `i` differs from what was pinned in its place. */
const CHANGE: SQL = sql.raw(`(case
  when i.pinned_server_id <> i.server_id then 'package_changed'
  when i.pinned_way <> i.launch_way then 'launch_changed'
  when i.pinned_server_id is not null and i.pinned_release is distinct from i.release then 'release_changed' end)`);

const Older = z.array(z.object({ id: z.string(), launch: Launch, release: z.string().nullable() }));

/** Says of what was pinned before `launchWay` took in what it does now how it was started, in the words of today. */
async function renewPinnedWays(tx: Transaction, ctx: Ctx, device: Device): Promise<void> {
  const found = await tx.execute(sql`
    select i.id, i.pinned_launch as launch, i.pinned_release as release from installation i
    where i.org_id = ${ctx.orgId}::uuid and i.device_id = ${device.id}::uuid and i.pinned_launch is not null
      and i.pinned_way is not null and right(i.pinned_way, -64) <> ${WAY_VERSION}`);
  const ways = Older.parse([...found]).map(({ id, launch, release }) => ({
    id,
    way: hashWay(launch, release),
  }));
  if (ways.length === 0) return;
  await tx.execute(sql`
    update installation i set pinned_way = r.way from jsonb_to_recordset(${JSON.stringify(ways)}::jsonb) as r(id uuid, way text)
    where i.org_id = ${ctx.orgId}::uuid and i.id = r.id`);
}

/** Holds each launch on a device against its pin and writes what it comes to; calls are decided by it from the commit on. */
export async function settleLaunches(tx: Transaction, ctx: Ctx, device: Device): Promise<void> {
  await renewPinnedWays(tx, ctx, device);
  await tx.execute(sql`
    update installation i set launch_change = ${CHANGE}, launch_class = ${launchClass(ctx, CHANGE)}
    where i.org_id = ${ctx.orgId}::uuid and i.device_id = ${device.id}::uuid and i.launch_change is distinct from ${CHANGE}`);
}

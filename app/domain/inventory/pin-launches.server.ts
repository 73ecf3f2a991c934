import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { endLaunchDrifts } from "#app/domain/inventory/record-launch-drifts.server.ts";
import {
  changedSince,
  type LaunchesBeyond,
  MOST_SEEN_LAUNCHES,
  type PinnedLaunch,
  type Seen,
} from "#app/domain/inventory/seen-launches.ts";

/** Makes installation `i`, as it is, the one an approval stands on. */
export const PIN_AS_IT_STANDS: SQL = sql.raw(`pinned_server_id = i.server_id, pinned_launch = i.launch,
  pinned_way = i.launch_way, pinned_release = i.release, launch_change = null, launch_class = null`);

/** Whose devices: a member's, or those of a team's members; an agent has none. */
export type LaunchHolder = { serverId: string; memberId: string | null; teamId: string | null };

const Ids = z.array(z.object({ id: z.string() }));

function ofHolder(ctx: Ctx, holder: LaunchHolder, column: string): SQL {
  return holder.teamId === null
    ? sql`${sql.raw(column)} = ${holder.memberId}::uuid`
    : sql`${sql.raw(column)} in (select tm.member_id from team_member tm
        where tm.org_id = ${ctx.orgId}::uuid and tm.team_id = ${holder.teamId}::uuid)`;
}

/** Installations `i` an approval for a holder in an environment pins. */
export function pinnedByApproval(ctx: Ctx, holder: LaunchHolder & { environment: string }): SQL {
  return sql`i.org_id = ${ctx.orgId}::uuid and i.server_id = ${holder.serverId}::uuid and i.environment = ${holder.environment}
    and i.removed_at is null and i.launch_way is not null and ${ofHolder(ctx, holder, "i.member_id")}`;
}

/**
 * Locks the devices on which a holder has a server; reports from them wait. To be called before the server is locked, as a
 * report locks its device first. Returns their ids.
 */
export function lockHoldersDevices(tx: Transaction, ctx: Ctx, holder: LaunchHolder): Promise<string[]> {
  return lock(
    tx,
    ctx,
    sql`${ofHolder(ctx, holder, "d.member_id")} and exists (select from installation i
      where i.org_id = d.org_id and i.device_id = d.id and i.server_id = ${holder.serverId}::uuid)`,
  );
}

/** Locks the device an installation is on, before its server. */
export function lockDeviceOf(tx: Transaction, ctx: Ctx, installationId: string): Promise<string[]> {
  return lock(
    tx,
    ctx,
    sql`d.id = (select i.device_id from installation i where i.org_id = ${ctx.orgId}::uuid and i.id = ${installationId}::uuid)`,
  );
}

async function lock(tx: Transaction, ctx: Ctx, which: SQL): Promise<string[]> {
  const locked = await tx.execute(sql`
    select d.id from device d where d.org_id = ${ctx.orgId}::uuid and ${which} order by d.id for update`);
  return Ids.parse([...locked]).map(({ id }) => id);
}

const Beyond = z.object({ count: z.coerce.number(), hash: z.string() });

/** Of the installations `which` names (a condition on `i`): those beyond the ones shown one by one, or null. */
export async function launchesBeyond(tx: Transaction, ctx: Ctx, which: SQL): Promise<LaunchesBeyond | null> {
  const [found] = await tx.execute(sql`
    select count(*) as count, encode(sha256(convert_to(string_agg(b.id || ' ' || b.hash, E'\n' order by b.id), 'UTF8')), 'hex') as hash
    from (select i.id, i.launch_hash as hash from installation i
      where i.org_id = ${ctx.orgId}::uuid and ${which} order by i.id offset ${MOST_SEEN_LAUNCHES}) b
    having count(*) > 0`);
  return found ? Beyond.parse(found) : null;
}

const Row = z.object({
  installationId: z.string(),
  serverId: z.string(),
  release: z.string().nullable(),
  hash: z.string(),
  place: z.string(),
});

/**
 * Pins how the installations `which` names (a condition on `i`) are started, on devices that are locked, and ends what an
 * approval accepts of them. Returns what was pinned. Throws Conflict, saying what changed, when that is not what was seen.
 */
export async function pinLaunches(
  tx: Transaction,
  ctx: Ctx,
  on: { which: SQL; deviceIds: readonly string[]; seen?: Seen | undefined },
): Promise<PinnedLaunch[]> {
  const locked = JSON.stringify(on.deviceIds);
  const which = sql`${on.which} and i.device_id in (select value::uuid from jsonb_array_elements_text(${locked}::jsonb))`;
  const found = await tx.execute(sql`
    select i.id as "installationId", i.server_id as "serverId", i.release, i.launch_hash as hash, m.name || ' on ' || d.name as place
    from installation i
    join device d on d.org_id = i.org_id and d.id = i.device_id
    join member m on m.org_id = i.org_id and m.id = i.member_id
    where ${which}
    order by i.id`);
  const rows = z.array(Row).parse([...found]);
  const changed = on.seen ? await changedFrom(tx, ctx, { seen: on.seen, rows, which }) : null;
  if (changed) throw new Conflict(`Since you opened this, ${changed}. Look again. Nothing was decided.`);
  const ids = rows.map((row) => row.installationId);
  if (ids.length === 0) return [];
  await tx.execute(sql`
    update installation i set ${PIN_AS_IT_STANDS}, pinned_seen = true
    where i.org_id = ${ctx.orgId}::uuid and i.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
  await endLaunchDrifts(tx, ctx, ids);
  return rows.map(({ place: _, ...pinned }) => pinned);
}

async function changedFrom(
  tx: Transaction,
  ctx: Ctx,
  { seen, rows, which }: { seen: Seen; rows: z.output<typeof Row>[]; which: SQL },
): Promise<string | null> {
  // whoever names all of them one by one, however many, is answered one by one
  const shown = seen.beyond === null ? rows : rows.slice(0, MOST_SEEN_LAUNCHES);
  const beyond = seen.beyond === null ? null : await launchesBeyond(tx, ctx, which);
  return changedSince(seen, { launches: shown, beyond });
}

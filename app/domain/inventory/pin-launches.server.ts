import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** Makes installation `i`, as it is, the one an approval stands on. */
export const PIN_AS_IT_STANDS: SQL = sql.raw(`pinned_server_id = i.server_id, pinned_launch = i.launch,
  pinned_way = i.launch_way, pinned_release = i.release, launch_change = null, launch_class = null`);

type Holder = { serverId: string; memberId: string | null; teamId: string | null };

/**
 * Locks the devices on which a member, or the members of a team, have a server; reports from them wait. To be called before
 * the server is locked, as a report locks its device first. Returns their ids.
 */
export async function lockHoldersDevices(tx: Transaction, ctx: Ctx, holder: Holder): Promise<string[]> {
  const who =
    holder.teamId === null
      ? sql`d.member_id = ${holder.memberId}::uuid`
      : sql`d.member_id in (select tm.member_id from team_member tm
          where tm.org_id = ${ctx.orgId}::uuid and tm.team_id = ${holder.teamId}::uuid)`;
  const locked = await tx.execute(sql`
    select d.id from device d
    where d.org_id = ${ctx.orgId}::uuid and ${who} and exists (select from installation i
      where i.org_id = d.org_id and i.device_id = d.id and i.server_id = ${holder.serverId}::uuid)
    order by d.id for update`);
  return z
    .array(z.object({ id: z.string() }))
    .parse([...locked])
    .map(({ id }) => id);
}

/**
 * Pins how a server is started on devices that are locked, in the environment an approval is for. Returns how many
 * installations there are.
 */
export async function pinLaunches(
  tx: Transaction,
  ctx: Ctx,
  on: { serverId: string; environment: string; deviceIds: readonly string[] },
): Promise<number> {
  if (on.deviceIds.length === 0) return 0;
  const pinned = await tx.execute(sql`
    update installation i set ${PIN_AS_IT_STANDS}
    where i.org_id = ${ctx.orgId}::uuid and i.server_id = ${on.serverId}::uuid and i.environment = ${on.environment}
      and i.removed_at is null and i.launch_way is not null
      and i.device_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(on.deviceIds)}::jsonb))
    returning i.id`);
  return pinned.length;
}

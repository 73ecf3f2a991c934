import { type SQL, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import type { Ctx } from "#app/domain/context.ts";

const Rows = z.array(z.object({ id: z.string() }));

/** Whether installation `i` is not any more what row `l` tells of it. */
const IS_ANOTHER: SQL = sql.raw(`(i.removed_at is not null or i.launch_change is distinct from l.change
  or i.server_id <> l.found_server_id or i.launch_way is distinct from l.found_way or i.release is distinct from l.found_release
  or i.pinned_server_id is distinct from l.server_id or i.pinned_way is distinct from l.approved_way
  or i.pinned_release is distinct from l.approved_release)`);

/**
 * Makes the history of a device's launches agree with its installations, inside the verb that locked the device and settled
 * them: a row begins with each way of being started that is not the pinned one, and ends with it. What is as it was is left
 * alone. A job asks about what begins or ends.
 */
export async function recordLaunchDrifts(tx: Transaction, ctx: Ctx, device: { id: string }): Promise<void> {
  const org = sql`${ctx.orgId}::uuid`;
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const ended = await tx.execute(sql`
    update launch_drift l set ended_at = ${now}, outcome = case when i.removed_at is not null then 'removed'
      when i.launch_change is null then 'reverted' else 'superseded' end
    from installation i
    where l.org_id = ${org} and l.ended_at is null and i.org_id = ${org} and i.id = l.installation_id
      and i.device_id = ${device.id}::uuid and ${IS_ANOTHER}
    returning l.id`);
  const begun = Rows.parse([
    ...(await tx.execute(sql`
      select i.id from installation i
      where i.org_id = ${org} and i.device_id = ${device.id}::uuid and i.removed_at is null and i.launch_class is not null
        and i.launch_change is not null and i.pinned_launch is not null and i.pinned_way is not null and i.launch_way is not null
        and not exists (select from launch_drift l
          where l.org_id = ${org} and l.installation_id = i.id and l.ended_at is null)
      order by i.id`)),
  ]).map(({ id }) => ({ id: uuidv7(), installationId: id }));
  if (begun.length > 0) {
    await tx.execute(sql`
      insert into launch_drift (org_id, id, installation_id, server_id, found_server_id, change, class, approved_release,
        found_release, approved_launch, found_launch, approved_way, found_way, found_at)
      select i.org_id, r.id, i.id, i.pinned_server_id, i.server_id, i.launch_change, i.launch_class, i.pinned_release, i.release,
        i.pinned_launch, i.launch, i.pinned_way, i.launch_way, ${now}
      from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as r(id uuid, "installationId" uuid)
      join installation i on i.org_id = ${org} and i.id = r."installationId"`);
  }
  if (ended.length + begun.length > 0) {
    await enqueue(tx, "tend_launches", { orgId: ctx.orgId, deviceId: device.id });
  }
}

/** Ends what an approval accepted, of installations on devices that are locked. */
export async function endLaunchDrifts(
  tx: Transaction,
  ctx: Ctx,
  installationIds: readonly string[],
): Promise<void> {
  if (installationIds.length === 0) return;
  const ended = await tx.execute(sql`
    update launch_drift l set ended_at = ${ctx.now.toISOString()}::timestamptz, outcome = 'approved'
    from installation i
    where l.org_id = ${ctx.orgId}::uuid and l.ended_at is null and i.org_id = l.org_id and i.id = l.installation_id
      and l.installation_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(installationIds)}::jsonb))
    returning i.device_id as id`);
  const devices = new Set(Rows.parse([...ended]).map(({ id }) => id));
  for (const deviceId of devices) await enqueue(tx, "tend_launches", { orgId: ctx.orgId, deviceId });
}

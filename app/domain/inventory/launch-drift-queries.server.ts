import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { LAUNCH_OUTCOMES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { type LaunchDrift, LaunchSides, launchDriftOf } from "#app/domain/inventory/launch-drift.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

/** What `LaunchSides` reads of installation `f`; null when it is started as it was approved. */
export function launchSides(ctx: Ctx): SQL {
  const identity = (id: string) =>
    sql`(select ls.identity from server ls where ls.org_id = ${ctx.orgId} and ls.id = ${sql.raw(id)})`;
  return sql`case when f.launch_class is not null and f.pinned_launch is not null then jsonb_build_object(
    'change', f.launch_change, 'class', f.launch_class,
    'before', jsonb_build_object('identity', ${identity("f.pinned_server_id")}, 'release', f.pinned_release, 'launch', f.pinned_launch),
    'after', jsonb_build_object('identity', ${identity("f.server_id")}, 'release', f.release, 'launch', f.launch)) end`;
}

const MOST = 50;
const Row = z.object({ id: z.string(), device: z.string(), person: z.string(), sides: LaunchSides });

export type DriftedInstallation = LaunchDrift & { id: string; device: string; person: string };

/** The first installations of a server, or in its place, that differ from what was approved there, of those the actor may see. */
export function listDriftedInstallations(ctx: Ctx, serverId: string): Promise<DriftedInstallation[]> {
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select f.id, dv.name as device, m.name as person, ${launchSides(ctx)} as sides
      from installation f
      join device dv on dv.org_id = f.org_id and dv.id = f.device_id
      join member m on m.org_id = f.org_id and m.id = f.member_id
      where f.org_id = ${ctx.orgId} and f.launch_change is not null and f.launch_class is not null
        and f.pinned_launch is not null and f.removed_at is null
        and (f.server_id = ${serverId} or f.pinned_server_id = ${serverId}) and ${visibleMembers(ctx, sql`f.member_id`)}
      order by f.id limit ${MOST}`);
    return z
      .array(Row)
      .parse([...found])
      .map(({ sides, ...row }) => ({ ...row, ...launchDriftOf(sides) }));
  });
}

const Past = LaunchSides.extend({
  id: z.string(),
  installationId: z.string(),
  device: z.string(),
  person: z.string(),
  foundAt: z.coerce.date(),
  endedAt: z.coerce.date().nullable(),
  outcome: z.enum(LAUNCH_OUTCOMES).nullable(),
});
export type PastLaunchDrift = LaunchDrift &
  Omit<z.output<typeof Past>, "before" | "after" | "change" | "class">;

/** How installations of a server, or in its place, were started otherwise so far and how each ended, of those the actor may see: the newest 50. */
export function listLaunchDrifts(ctx: Ctx, serverId: string): Promise<PastLaunchDrift[]> {
  return inTransaction(ctx, async (tx) => {
    const side = (server: string, release: string, launch: string) =>
      sql.raw(
        `jsonb_build_object('identity', ${server}.identity, 'release', l.${release}, 'launch', l.${launch})`,
      );
    const found = await tx.execute(sql`
      select l.id, l.installation_id as "installationId", dv.name as device, m.name as person, l.change, l.class,
        ${side("a", "approved_release", "approved_launch")} as before, ${side("b", "found_release", "found_launch")} as after,
        l.found_at as "foundAt", l.ended_at as "endedAt", l.outcome
      from launch_drift l
      join installation i on i.org_id = l.org_id and i.id = l.installation_id
      join device dv on dv.org_id = i.org_id and dv.id = i.device_id
      join member m on m.org_id = i.org_id and m.id = i.member_id
      join server a on a.org_id = l.org_id and a.id = l.server_id
      join server b on b.org_id = l.org_id and b.id = l.found_server_id
      where l.org_id = ${ctx.orgId} and l.server_id = ${serverId} and ${visibleMembers(ctx, sql`i.member_id`)}
      order by l.id desc limit ${MOST}`);
    return z
      .array(Past)
      .parse([...found])
      .map(({ before, after, ...row }) => ({ ...row, ...launchDriftOf({ ...row, before, after }) }));
  });
}

const Counted = z.object({ refused: z.number(), noted: z.number() });

/** How many installations of a server, or in its place, are not started as approved, of those the actor may see. */
export function countDriftedInstallations(ctx: Ctx, serverId: string): Promise<z.output<typeof Counted>> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select count(*) filter (where f.launch_class <> 'note')::int as refused,
        count(*) filter (where f.launch_class = 'note')::int as noted
      from installation f
      where f.org_id = ${ctx.orgId} and f.launch_change is not null and f.removed_at is null
        and (f.server_id = ${serverId} or f.pinned_server_id = ${serverId}) and ${visibleMembers(ctx, sql`f.member_id`)}`);
    return Counted.parse(found);
  });
}

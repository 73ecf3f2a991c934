import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { LAUNCH_OUTCOMES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { Environment } from "#app/domain/identity/environments.ts";
import { LaunchSides, launchDriftOf } from "#app/domain/inventory/launch-drift.ts";
import { launchSides } from "#app/domain/inventory/launch-drift-queries.server.ts";
import {
  type LaunchHolder,
  launchesBeyond,
  pinnedByApproval,
} from "#app/domain/inventory/pin-launches.server.ts";
import { CLIENTS, Launch } from "#app/domain/inventory/scan-inputs.ts";
import { type LaunchesBeyond, MOST_SEEN_LAUNCHES } from "#app/domain/inventory/seen-launches.ts";

const ToPin = z.object({
  installationId: z.string(),
  hash: z.string(),
  person: z.string(),
  device: z.string(),
  client: z.enum(CLIENTS),
  identity: z.string(),
  release: z.string().nullable(),
  launch: Launch,
  drift: LaunchSides.nullable().transform((sides) => (sides ? launchDriftOf(sides) : null)),
});
export type LaunchToPin = z.output<typeof ToPin>;

type Asked = LaunchHolder & {
  environment: Environment;
  driftId: string | null;
  launchDriftId: string | null;
  installationId: string | null;
};

export type LaunchesToPin = { launches: LaunchToPin[]; beyond: LaunchesBeyond | null };
export const NOTHING_TO_PIN: LaunchesToPin = { launches: [], beyond: null };

/** How the installations are started that an approval of a request would pin, in the order of their ids: the first 500, and the others as one. */
export async function listLaunchesToPin(tx: Transaction, ctx: Ctx, asked: Asked): Promise<LaunchesToPin> {
  if (asked.driftId !== null) return NOTHING_TO_PIN;
  const which =
    asked.launchDriftId === null
      ? pinnedByApproval(ctx, asked)
      : sql`i.org_id = ${ctx.orgId} and i.id = ${asked.installationId} and i.removed_at is null`;
  const found = await tx.execute(sql`
    select i.id as "installationId", i.launch_hash as hash, m.name as person, d.name as device, i.client, s.identity, i.release,
      i.launch, ${launchSides(ctx)} as drift
    from installation i
    join installation f on f.org_id = i.org_id and f.id = i.id
    join device d on d.org_id = i.org_id and d.id = i.device_id
    join member m on m.org_id = i.org_id and m.id = i.member_id
    join server s on s.org_id = i.org_id and s.id = i.server_id
    where ${which} order by i.id limit ${MOST_SEEN_LAUNCHES}`);
  const launches = z.array(ToPin).parse([...found]);
  const isMore = launches.length === MOST_SEEN_LAUNCHES;
  return { launches, beyond: isMore ? await launchesBeyond(tx, ctx, which) : null };
}

const Compared = LaunchSides.extend({
  installationId: z.string(),
  foundServerId: z.string(),
  foundAt: z.coerce.date(),
  endedAt: z.coerce.date().nullable(),
  outcome: z.enum(LAUNCH_OUTCOMES).nullable(),
});
export type ComparedLaunch = z.output<typeof Compared>;

/** What a request about an installation compared: how it was started when it was approved, and how then. */
export async function findComparedLaunch(
  tx: Transaction,
  ctx: Ctx,
  launchDriftId: string | null,
): Promise<ComparedLaunch | null> {
  if (launchDriftId === null) return null;
  const [found] = await tx.execute(sql`
    select l.change, l.class, l.installation_id as "installationId", l.found_server_id as "foundServerId", l.found_at as "foundAt",
      l.ended_at as "endedAt", l.outcome,
      jsonb_build_object('identity', a.identity, 'release', l.approved_release, 'launch', l.approved_launch) as before,
      jsonb_build_object('identity', b.identity, 'release', l.found_release, 'launch', l.found_launch) as after
    from launch_drift l
    join server a on a.org_id = l.org_id and a.id = l.server_id
    join server b on b.org_id = l.org_id and b.id = l.found_server_id
    where l.org_id = ${ctx.orgId} and l.id = ${launchDriftId}`);
  return found ? Compared.parse(found) : null;
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { isDrifting } from "#app/domain/catalog/drift-sql.server.ts";
import { launchClass } from "#app/domain/catalog/launch-class-sql.server.ts";
import { settleDrift } from "#app/domain/catalog/settle-drift.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** Of one transaction; each server is held against its pins again. */
const MOST_SERVERS = 200;

/**
 * Classifies the drift there is by the policy in force now. `left` counts servers that are still to be done: call it again,
 * it goes on after `lastServerId`.
 */
export function classifyDriftAnew(
  ctx: MemberCtx,
  input: { after?: string | undefined },
  most = MOST_SERVERS,
): Promise<{ servers: number; changed: number; left: number; lastServerId: string | null }> {
  permit(ctx, "drift.manage");
  return inTransaction(ctx, async (tx) => {
    if (input.after === undefined) await classifyLaunches(tx, ctx);
    const drifting = sql`
      select l.server_id as id, l.drift from pinned_list l where l.org_id = ${ctx.orgId} and l.server_id > ${input.after ?? "00000000-0000-0000-0000-000000000000"}
        and ${isDrifting(ctx)}`;
    const found = z
      .array(z.object({ id: z.string(), drift: z.string().nullable(), total: z.coerce.number() }))
      .parse([
        ...(await tx.execute(
          sql`select x.*, count(*) over () as total from (${drifting}) x order by x.id limit ${most}`,
        )),
      ]);
    let changed = 0;
    for (const { id, drift } of found) {
      await tx.execute(sql`select 1 from server where org_id = ${ctx.orgId} and id = ${id} for update`);
      if ((await settleDrift(tx, ctx, id)) !== drift) changed += 1;
    }
    await recordAudit(tx, ctx, {
      verb: "organization.classify_drift",
      target: { kind: "organization", id: ctx.orgId },
      after: { servers: found.length, reclassified: changed },
    });
    const left = (found[0]?.total ?? 0) - found.length;
    return { servers: found.length, changed, left, lastServerId: found.at(-1)?.id ?? null };
  });
}

/** The same of every server, each part in a transaction of its own: broken off, what was done stays. */
export async function classifyAllDriftAnew(
  ctx: MemberCtx,
  most = MOST_SERVERS,
): Promise<{ changed: number }> {
  let [changed, after]: [number, string | undefined] = [0, undefined];
  for (;;) {
    const part = await classifyDriftAnew(ctx, { after }, most);
    changed += part.changed;
    if (part.left === 0 || part.lastServerId === null) return { changed };
    after = part.lastServerId;
  }
}

/** Of installations that are started in another way than approved. Devices are locked first, as a report locks its own. */
async function classifyLaunches(tx: Transaction, ctx: MemberCtx): Promise<void> {
  await tx.execute(sql`
    select 1 from device d where d.org_id = ${ctx.orgId} and d.id in (
      select i.device_id from installation i where i.org_id = ${ctx.orgId} and i.launch_change is not null)
    order by d.id for update`);
  const now = launchClass(ctx, sql`i.launch_change`);
  await tx.execute(sql`
    update installation i set launch_class = ${now}
    where i.org_id = ${ctx.orgId} and i.launch_change is not null and i.launch_class is distinct from ${now}`);
  // the sweep asks about what came to another class
  await tx.execute(sql`
    update launch_drift l set class = i.launch_class from installation i
    where l.org_id = ${ctx.orgId} and l.ended_at is null and i.org_id = l.org_id and i.id = l.installation_id
      and i.launch_class is not null and l.class <> i.launch_class`);
}

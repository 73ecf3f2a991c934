import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { endDrift } from "#app/domain/catalog/end-drift.server.ts";
import { pin } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/**
 * Makes the tools listed now the ones an approval stands on, inside the approving verb's transaction. Pins belong to the
 * server: a later approval pins anew for everybody, and what had changed is accepted. Returns how many; 0 means the tools were never looked at, and nothing
 * that was pinned before is kept.
 */
export async function pinTools(
  tx: Transaction,
  ctx: Ctx,
  input: { serverId: string; pinnedBy: string },
): Promise<{ pinned: number }> {
  await tx.execute(
    sql`select 1 from server where org_id = ${ctx.orgId} and id = ${input.serverId} for update`,
  );
  await tx.delete(pin).where(and(inOrg(ctx, pin), eq(pin.serverId, input.serverId)));
  const made = await tx.execute(sql`
    insert into pin (org_id, server_id, tool_name, tool_hash, manifest_id, pinned_at, pinned_by)
    select t.org_id, t.server_id, t.name, t.hash, t.manifest_id, ${ctx.now.toISOString()}::timestamptz, ${input.pinnedBy}::uuid
    from tool t where t.org_id = ${ctx.orgId} and t.server_id = ${input.serverId}
    returning tool_name`);
  await tx.execute(sql`
    insert into pinned_list (org_id, server_id, manifest_id, manifest_hash, release, pinned_at, pinned_by)
    select s.org_id, s.id, m.id, m.hash, m.release, ${ctx.now.toISOString()}::timestamptz, ${input.pinnedBy}::uuid
    from server s left join manifest m on m.org_id = s.org_id and m.id = s.manifest_id
    where s.org_id = ${ctx.orgId} and s.id = ${input.serverId}
    on conflict (org_id, server_id) do update set manifest_id = excluded.manifest_id, manifest_hash = excluded.manifest_hash,
      release = excluded.release, pinned_at = excluded.pinned_at, pinned_by = excluded.pinned_by,
      drift = null, whole_drift = null, whole = '[]'`);
  await enqueue(tx, "tend_drift", { orgId: ctx.orgId, serverId: input.serverId });
  await endDrift(tx, ctx, { serverId: input.serverId, outcome: "approved" });
  return { pinned: made.length };
}

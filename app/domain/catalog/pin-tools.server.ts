import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { pin } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/**
 * Makes the tools listed now the ones an approval stands on, inside the approving verb's transaction. Pins belong to the
 * server: a later approval pins anew for everybody. Returns how many; 0 means the tools were never looked at, and nothing
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
  return { pinned: made.length };
}

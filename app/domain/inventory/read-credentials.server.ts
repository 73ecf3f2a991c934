import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { CREDENTIAL_RULES } from "#app/domain/inventory/credential-rows.server.ts";
import { device, installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { storeCredentials } from "#app/domain/inventory/store-credentials.server.ts";

const Ids = z.array(z.object({ id: z.string() }));
/** Launches read at once, unless a single device has more. */
const AT_ONCE = 5_000;

/**
 * Reads the stored launches of at most `limit` devices for the register of credentials, where they were never read, or by
 * older rules, or are to be read anew. Run by the sweep until none is left; reports of these devices wait meanwhile.
 */
export function readCredentials(ctx: Ctx, { limit }: { limit: number }): Promise<{ read: number }> {
  return inTransaction(ctx, async (tx) => {
    const due = await tx.execute(sql`
      with due as materialized (
        select d.id from device d where d.org_id = ${ctx.orgId} and d.credential_rules < ${CREDENTIAL_RULES}
        order by d.credential_rules, d.id limit ${limit}),
      sized as (
        select due.id, sum(n.launches) over (order by due.id) as total, row_number() over (order by due.id) as nth
        from due cross join lateral (
          select count(*) as launches from installation i where i.org_id = ${ctx.orgId} and i.device_id = due.id) n)
      select d.id from device d where d.org_id = ${ctx.orgId} and d.credential_rules < ${CREDENTIAL_RULES}
        and d.id in (select id from sized where nth = 1 or total <= ${AT_ONCE})
      order by d.id for update`);
    const ids = Ids.parse([...due]).map(({ id }) => id);
    if (ids.length === 0) return { read: 0 };
    const found = await tx
      .select({
        installationId: installation.id,
        identity: server.identity,
        launch: installation.launch,
        seenAt: installation.lastSeenAt,
      })
      .from(installation)
      .innerJoin(server, and(inOrg(ctx, server), eq(server.id, installation.serverId)))
      .where(and(inOrg(ctx, installation), inArray(installation.deviceId, ids)));
    const launches = found.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
    await storeCredentials(tx, ctx, ids, launches, "rules");
    await tx
      .update(device)
      .set({ credentialRules: CREDENTIAL_RULES, credentialsReadAt: ctx.now })
      .where(and(inOrg(ctx, device), inArray(device.id, ids)));
    return { read: ids.length };
  });
}

import { and, asc, eq, lt } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { CREDENTIAL_RULES } from "#app/domain/inventory/credential-rows.server.ts";
import { device, installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { storeCredentials } from "#app/domain/inventory/store-credentials.server.ts";

/**
 * Reads the stored launches of one device for the register of credentials, where they were never read or by older rules.
 * Run by the sweep until none is left; a report of the device waits meanwhile.
 */
export function readCredentials(ctx: Ctx): Promise<{ read: number }> {
  return inTransaction(ctx, async (tx) => {
    const [due] = await tx
      .select({ id: device.id })
      .from(device)
      .where(and(inOrg(ctx, device), lt(device.credentialRules, CREDENTIAL_RULES)))
      .orderBy(asc(device.credentialRules), asc(device.id))
      .limit(1)
      .for("update");
    if (!due) return { read: 0 };
    const found = await tx
      .select({
        installationId: installation.id,
        identity: server.identity,
        launch: installation.launch,
        seenAt: installation.lastSeenAt,
      })
      .from(installation)
      .innerJoin(server, and(inOrg(ctx, server), eq(server.id, installation.serverId)))
      .where(and(inOrg(ctx, installation), eq(installation.deviceId, due.id)));
    const launches = found.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
    await storeCredentials(tx, ctx, due, launches, "rules");
    await tx
      .update(device)
      .set({ credentialRules: CREDENTIAL_RULES, credentialsReadAt: ctx.now })
      .where(and(inOrg(ctx, device), eq(device.id, due.id)));
    return { read: 1 };
  });
}

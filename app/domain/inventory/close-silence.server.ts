import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { finding } from "#app/domain/inventory/inventory-tables.server.ts";

/** A device that reports, or may not report any more, is silent no longer: what was remarked on its silence is gone. */
export async function closeSilence(tx: Transaction, ctx: Ctx, deviceId: string): Promise<void> {
  await tx
    .update(finding)
    .set({ resolvedAt: ctx.now })
    .where(and(inOrg(ctx, finding), eq(finding.deviceId, deviceId), isNull(finding.resolvedAt)));
}

import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { DriftOutcome } from "#app/domain/catalog/drift/drift-words.ts";
import { drift, toolDrift } from "#app/domain/catalog/drift-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** Nothing differs any more, inside a verb's transaction that locked the server: the state of each tool goes, the history stays. */
export async function endDrift(
  tx: Transaction,
  ctx: Ctx,
  input: { serverId: string; outcome: DriftOutcome },
): Promise<void> {
  await tx.delete(toolDrift).where(and(inOrg(ctx, toolDrift), eq(toolDrift.serverId, input.serverId)));
  await tx
    .update(drift)
    .set({ endedAt: ctx.now, outcome: input.outcome })
    .where(and(inOrg(ctx, drift), eq(drift.serverId, input.serverId), isNull(drift.endedAt)));
}

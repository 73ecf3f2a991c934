import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { drift } from "#app/domain/catalog/drift-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";

/** What a server had drifted to, to be kept with the decision on it; nothing for a request that is not about a drift. */
export async function freezeDrift(
  tx: Transaction,
  ctx: Ctx,
  driftId: string | null,
): Promise<Pick<FrozenEvidence, "drift">> {
  if (driftId === null) return {};
  const [found] = await tx
    .select({
      id: drift.id,
      manifestId: drift.manifestId,
      class: drift.class,
      added: drift.added,
      removed: drift.removed,
      renamed: drift.renamed,
      changed: drift.changed,
      summary: drift.summary,
    })
    .from(drift)
    .where(and(inOrg(ctx, drift), eq(drift.id, driftId)));
  return found ? { drift: found } : {};
}

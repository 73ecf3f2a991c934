import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { drift } from "#app/domain/catalog/drift-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { launchDrift } from "#app/domain/inventory/launch-drift-tables.server.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";

type Asked = { driftId: string | null; launchDriftId: string | null };

/**
 * What a server had drifted to, or how an installation was started, to be kept with the decision on it; nothing for a request
 * that is not about a drift. Of launches the hashes: their words stay where they can be erased.
 */
export async function freezeDrift(
  tx: Transaction,
  ctx: Ctx,
  { driftId, launchDriftId }: Asked,
): Promise<Pick<FrozenEvidence, "drift" | "launchDrift">> {
  if (launchDriftId !== null) {
    const [launch] = await tx
      .select({
        id: launchDrift.id,
        installationId: launchDrift.installationId,
        change: launchDrift.change,
        class: launchDrift.class,
        approvedWay: launchDrift.approvedWay,
        foundWay: launchDrift.foundWay,
      })
      .from(launchDrift)
      .where(and(inOrg(ctx, launchDrift), eq(launchDrift.id, launchDriftId)));
    return launch ? { launchDrift: launch } : {};
  }
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

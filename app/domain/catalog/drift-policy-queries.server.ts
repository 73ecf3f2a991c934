import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { DEFAULT_DRIFT_POLICY, type DriftPolicy } from "#app/domain/catalog/drift/drift-words.ts";
import { driftPolicy } from "#app/domain/catalog/drift-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** What the organization makes of each kind of change now; a kind it never chose for counts as before it chose. */
export async function getPolicyInForce(tx: Transaction, ctx: Ctx): Promise<DriftPolicy> {
  const [row] = await tx
    .select({ classes: driftPolicy.classes })
    .from(driftPolicy)
    .where(inOrg(ctx, driftPolicy));
  return { ...DEFAULT_DRIFT_POLICY, ...row?.classes };
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import type { OneRegistryImportInput } from "#app/domain/registries/registry-inputs.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";
import { stopOpenImport } from "#app/domain/registries/stop-open-import.server.ts";

/** Stops an import; what it had stored stays, and whoever reads finds it ended. Throws NotFound, Conflict when it has ended. */
export function cancelRegistryImport(
  ctx: Ctx,
  { registryId, registryImportId }: OneRegistryImportInput,
): Promise<{ registryId: string; id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ registryId: registryImport.registryId })
      .from(registryImport)
      .where(and(inOrg(ctx, registryImport), eq(registryImport.id, registryImportId)));
    if (!found || (registryId && registryId !== found.registryId)) throw new NotFound("import");
    const stopped = await stopOpenImport(tx, ctx, found.registryId, "cancelled");
    if (stopped !== registryImportId) throw new Conflict("This import has ended already.");
    return { registryId: found.registryId, id: registryImportId };
  });
}

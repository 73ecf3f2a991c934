import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { loadRegistryToImport } from "#app/domain/registries/load-registry.server.ts";
import { openImport } from "#app/domain/registries/open-import.server.ts";
import type { OneRegistryInput } from "#app/domain/registries/registry-inputs.ts";

/** Asks a registry for everything, now. Throws NotFound, and Conflict for one without an address or that is being read. */
export function startRegistryImport(ctx: Ctx, input: OneRegistryInput): Promise<{ id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadRegistryToImport(tx, ctx, input.registryId);
    if (found.address === null) throw new Conflict("This registry has no address. Give it a file.");
    return openImport(tx, ctx, found, {});
  });
}

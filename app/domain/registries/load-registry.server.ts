import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { registry, registryImport } from "#app/domain/registries/registry-tables.server.ts";

/** Locks a registry for whoever starts an import. Throws NotFound, and Conflict while one is going on. */
export async function loadRegistryToImport(tx: Transaction, ctx: Ctx, registryId: string) {
  const [found] = await tx
    .select()
    .from(registry)
    .where(and(inOrg(ctx, registry), eq(registry.id, registryId), isNull(registry.removedAt)))
    .for("update");
  if (!found) throw new NotFound("registry");
  const [going] = await tx
    .select({ id: registryImport.id })
    .from(registryImport)
    .where(
      and(
        inOrg(ctx, registryImport),
        eq(registryImport.registryId, registryId),
        isNull(registryImport.endedAt),
      ),
    );
  if (going) throw new Conflict("An import of this registry is going on. Wait until it has ended.");
  return found;
}

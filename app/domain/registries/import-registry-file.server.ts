import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { keepParts } from "#app/domain/registries/file-parts.server.ts";
import { loadRegistryToImport } from "#app/domain/registries/load-registry.server.ts";
import { openImport } from "#app/domain/registries/open-import.server.ts";
import type { RegistryFileInput } from "#app/domain/registries/registry-inputs.ts";

/**
 * Keeps a file to be read by a job, however large it is; nothing of it is looked at here. Throws NotFound, Conflict while
 * an import of the registry is going on, Invalid for a file without a byte.
 */
export function importRegistryFile(
  ctx: Ctx,
  input: RegistryFileInput,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadRegistryToImport(tx, ctx, input.registryId);
    const made = await openImport(tx, ctx, found, { fileName: input.fileName?.trim() || "a file" });
    if ((await keepParts(tx, ctx, made.id, file)) > 0) return made;
    throw new Invalid("The file is empty.", { text: ["Choose a file that holds something."] });
  });
}

import { uuidv7 } from "uuidv7";
import { enqueue } from "#app/db/queue.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { loadRegistryToImport } from "#app/domain/registries/load-registry.server.ts";
import type { RegistryFileInput } from "#app/domain/registries/registry-inputs.ts";
import { registryFilePart, registryImport } from "#app/domain/registries/registry-tables.server.ts";

const PART = 256 * 1024;

/**
 * Keeps a file to be read by a job, in parts, however large it is; nothing of it is looked at here. Throws NotFound,
 * Conflict while an import of the registry is going on, Invalid for a file without a byte.
 */
export function importRegistryFile(
  ctx: Ctx,
  input: RegistryFileInput,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await loadRegistryToImport(tx, ctx, input.registryId);
    const id = uuidv7();
    await tx.insert(registryImport).values({
      orgId: ctx.orgId,
      id,
      registryId: found.id,
      state: "waiting",
      fileName: input.fileName?.trim() || "a file",
      startedBy: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
      createdAt: ctx.now,
    });
    let position = 0;
    for await (const piece of file) {
      for (let at = 0; at < piece.length; at += PART) {
        const bytes = piece.subarray(at, at + PART);
        await tx.insert(registryFilePart).values({ orgId: ctx.orgId, importId: id, position, bytes });
        position += 1;
      }
    }
    if (position === 0)
      throw new Invalid("The file is empty.", { text: ["Choose a file that holds something."] });
    await recordAudit(tx, ctx, {
      verb: "registry.import",
      target: { kind: "registry", id: found.id },
      touched: [{ kind: "registry_import", id }],
      after: { kind: found.kind },
    });
    await enqueue(tx, "import_registry", { orgId: ctx.orgId, importId: id });
    return { id };
  });
}

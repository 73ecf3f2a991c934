import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { registryImport } from "#app/domain/registries/registry-tables.server.ts";

/** Makes the import of a locked registry, its job and its event. */
export async function openImport(
  tx: Transaction,
  ctx: Ctx,
  of: { id: string; kind: string },
  how: { fileName?: string; since?: Date | null },
): Promise<{ id: string }> {
  const id = uuidv7();
  await tx.insert(registryImport).values({
    orgId: ctx.orgId,
    id,
    registryId: of.id,
    state: "waiting",
    fileName: how.fileName ?? null,
    since: how.since ?? null,
    startedBy: ctx.actor.kind === "member" ? ctx.actor.memberId : null,
    createdAt: ctx.now,
  });
  await recordAudit(tx, ctx, {
    verb: "registry.import",
    target: { kind: "registry", id: of.id },
    touched: [{ kind: "registry_import", id }],
    after: { kind: of.kind },
  });
  await enqueue(tx, "import_registry", { orgId: ctx.orgId, importId: id });
  return { id };
}

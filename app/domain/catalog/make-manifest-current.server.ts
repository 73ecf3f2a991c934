import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { hashTool } from "#app/domain/catalog/hash-tools.server.ts";
import { ownNames } from "#app/domain/catalog/hidden/named-tools.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { classColumns } from "#app/domain/catalog/permissions/class-columns.ts";
import { server, tool } from "#app/domain/catalog/server-tables.server.ts";
import { settleDrift } from "#app/domain/catalog/settle-drift.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/**
 * Makes a manifest what the catalog says of a server's tools and holds it against the pins, inside a verb's transaction that
 * locked the server. Returns what it comes to; null: nothing was pinned, or nothing differs.
 */
export async function makeManifestCurrent(
  tx: Transaction,
  ctx: Ctx,
  input: { serverId: string; manifestId: string; tools: readonly ManifestTool[] },
): Promise<DriftClass | null> {
  const { serverId, manifestId } = input;
  await tx.delete(tool).where(and(inOrg(ctx, tool), eq(tool.serverId, serverId)));
  const own = ownNames(input.tools);
  const rows = input.tools.map((entry, position) => ({
    orgId: ctx.orgId,
    serverId,
    name: entry.name,
    hash: hashTool(entry),
    ...classColumns(entry, own),
    title: entry.title ?? entry.annotations?.title ?? null,
    description: entry.description,
    position,
    manifestId,
  }));
  if (rows.length > 0) await tx.insert(tool).values(rows);
  await tx
    .update(server)
    .set({ manifestId })
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  return settleDrift(tx, ctx, serverId);
}

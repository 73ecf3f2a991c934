import { and, desc, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const facts = {
  id: manifest.id,
  release: manifest.release,
  hash: manifest.hash,
  tools: sql<number>`jsonb_array_length(${manifest.tools})`,
  observedAt: manifest.observedAt,
  reportedBy: member.name,
  isConfirmed: manifest.isConfirmed,
  isCurrent: sql<boolean>`${manifest.id} is not distinct from ${server.manifestId}`,
};

export type ManifestRow = {
  id: string;
  release: string;
  hash: string;
  tools: number;
  observedAt: Date;
  reportedBy: string;
  isConfirmed: boolean;
  /** What the catalog says of the server's tools was taken from this one. */
  isCurrent: boolean;
};

/** Lists of a server's tools as they were seen, newest first, at most 20. */
export function listManifests(ctx: Ctx, serverId: string): Promise<ManifestRow[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) =>
    manifests(tx, ctx, serverId).orderBy(desc(manifest.observedAt), desc(manifest.id)).limit(20),
  );
}

function manifests(tx: Transaction, ctx: Ctx, serverId: string, manifestId?: string) {
  return tx
    .select(facts)
    .from(manifest)
    .innerJoin(server, and(eq(server.orgId, manifest.orgId), eq(server.id, manifest.serverId)))
    .innerJoin(member, and(eq(member.orgId, manifest.orgId), eq(member.id, manifest.reportedBy)))
    .where(
      and(
        inOrg(ctx, manifest),
        eq(manifest.serverId, serverId),
        manifestId ? eq(manifest.id, manifestId) : undefined,
      ),
    )
    .$dynamic();
}

/** One of them, inside another query's transaction; who may read it was asked there. */
export async function findManifestRow(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  manifestId: string,
): Promise<ManifestRow | undefined> {
  const [found] = await manifests(tx, ctx, serverId, manifestId);
  return found;
}

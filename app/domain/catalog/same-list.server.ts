import { and, desc, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { manifest } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** The same list of the same release, seen before. */
export async function findSameList(
  tx: Transaction,
  ctx: Ctx,
  list: { serverId: string; release: string; hash: string },
): Promise<{ id: string; isConfirmed: boolean } | undefined> {
  const { serverId, release, hash } = list;
  const [known] = await tx
    .select({ id: manifest.id, isConfirmed: manifest.isConfirmed })
    .from(manifest)
    .where(
      and(
        inOrg(ctx, manifest),
        eq(manifest.serverId, serverId),
        eq(manifest.release, release),
        eq(manifest.hash, hash),
      ),
    )
    .orderBy(desc(manifest.id))
    .limit(1);
  return known;
}

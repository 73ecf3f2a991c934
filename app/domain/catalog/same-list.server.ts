import { and, desc, eq, isNull, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { manifest } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** The same list of the same release with the same words beside it, seen before; with `orUnknown` also one from before those were asked for. */
export async function findSameList(
  tx: Transaction,
  ctx: Ctx,
  list: { serverId: string; release: string; hash: string; besideHash: string; orUnknown: boolean },
): Promise<{ id: string; isConfirmed: boolean } | undefined> {
  const { serverId, release, hash, besideHash, orUnknown } = list;
  const [known] = await tx
    .select({ id: manifest.id, isConfirmed: manifest.isConfirmed })
    .from(manifest)
    .where(
      and(
        inOrg(ctx, manifest),
        eq(manifest.serverId, serverId),
        eq(manifest.release, release),
        eq(manifest.hash, hash),
        or(eq(manifest.besideHash, besideHash), orUnknown ? isNull(manifest.beside) : undefined),
      ),
    )
    .orderBy(desc(manifest.id))
    .limit(1);
  return known;
}

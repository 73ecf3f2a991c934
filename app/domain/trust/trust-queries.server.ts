import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { assembleTrust, type Trust } from "#app/domain/trust/assemble-trust.ts";
import { findTrustFacts } from "#app/domain/trust/trust-facts.server.ts";

export type { Trust };

/** The trust in one release of a server, as far as anybody knows. Throws NotFound. */
export function getServerTrust(ctx: Ctx, asked: { serverId: string; release?: string | undefined }) {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) => readServerTrust(tx, ctx, asked.serverId, asked.release));
}

/** The same inside another query's transaction; who may read it was asked there. Throws NotFound. */
export async function readServerTrust(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  asked?: string,
): Promise<Trust> {
  const [found] = await tx
    .select({ identity: server.identity })
    .from(server)
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!found) throw new NotFound("server");
  return assembleTrust(await findTrustFacts(tx, ctx, found.identity), asked);
}

/** The trust in whatever has this identity, in use here or only listed by a registry. */
export function getIdentityTrust(ctx: Ctx, identity: string): Promise<Trust> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => assembleTrust(await findTrustFacts(tx, ctx, identity)));
}

import { and, desc, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { look } from "#app/domain/catalog/look-tables.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

export type LookRow = Awaited<ReturnType<typeof listLooks>>[number];

/** When a server was asked itself and what came of it, newest first, at most 5. Lists a device sent stand as manifests instead. */
export function listLooks(ctx: Ctx, serverId: string) {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [known] = await tx
      .select({ id: server.id })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!known) throw new NotFound("server");
    return tx
      .select({
        id: look.id,
        place: look.place,
        state: look.state,
        release: look.release,
        reason: look.reason,
        needs: look.needs,
        askedBy: member.name,
        askedAt: look.askedAt,
        endedAt: look.endedAt,
        manifestId: look.manifestId,
      })
      .from(look)
      .innerJoin(member, and(eq(member.orgId, look.orgId), eq(member.id, look.askedBy)))
      .where(and(inOrg(ctx, look), eq(look.serverId, serverId)))
      .orderBy(desc(look.askedAt), desc(look.id))
      .limit(5);
  });
}

/** The server a waiting look is about; undefined when it ended already. */
export function findWaitingLook(ctx: Ctx, lookId: string): Promise<{ identity: string } | undefined> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ state: look.state, identity: server.identity })
      .from(look)
      .innerJoin(server, and(eq(server.orgId, look.orgId), eq(server.id, look.serverId)))
      .where(and(inOrg(ctx, look), eq(look.id, lookId)));
    if (!found) throw new NotFound("look");
    return found.state === "waiting" ? { identity: found.identity } : undefined;
  });
}

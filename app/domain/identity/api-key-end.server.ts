import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";

/** When a key for so many days ends: never after the key that makes it. Throws NotFound for a key that is gone. */
export async function findKeyEnd(tx: Transaction, ctx: Ctx, days: number): Promise<Date> {
  const wanted = new Date(ctx.now.getTime() + days * 86_400_000);
  if (ctx.actor.kind !== "member" || !ctx.actor.apiKeyId) return wanted;
  const [maker] = await tx
    .select({ expiresAt: apiKey.expiresAt })
    .from(apiKey)
    .where(and(inOrg(ctx, apiKey), eq(apiKey.id, ctx.actor.apiKeyId)));
  if (!maker) throw new NotFound("API key");
  return maker.expiresAt < wanted ? maker.expiresAt : wanted;
}

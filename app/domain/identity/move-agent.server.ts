import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { agent, apiKey } from "#app/domain/identity/organization-tables.server.ts";

/**
 * Gives an agent to another owner. Its keys are revoked with it: whoever made them knows them, and answers for the agent
 * no longer. Returns the keys, for the event.
 */
export async function moveAgent(
  tx: Transaction,
  ctx: Ctx,
  agentId: string,
  ownerId: string,
): Promise<{ kind: "api_key"; id: string }[]> {
  await tx
    .update(agent)
    .set({ ownerId, offeredTo: null, offeredAt: null })
    .where(and(inOrg(ctx, agent), eq(agent.id, agentId)));
  return revokeKeysOf(tx, ctx, agentId);
}

/** Ends the keys of an agent that still work. */
export async function revokeKeysOf(tx: Transaction, ctx: Ctx, agentId: string) {
  const keys = await tx
    .update(apiKey)
    .set({ revokedAt: ctx.now })
    .where(and(inOrg(ctx, apiKey), eq(apiKey.agentId, agentId), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  return keys.map(({ id }) => ({ kind: "api_key" as const, id }));
}

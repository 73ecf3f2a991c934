import { and, asc, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { HandOverAgentsInput } from "#app/domain/identity/agent-inputs.ts";
import { loadOwnerToBe } from "#app/domain/identity/load-agent.server.ts";
import { moveAgent } from "#app/domain/identity/move-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Hands every agent of one member to another at once, for somebody who leaves: one event each, in one batch. Offers of
 * agents to the leaver end. Agents of somebody removed already may be handed over too.
 */
export function handOverAgents(ctx: Ctx, input: HandOverAgentsInput): Promise<{ agentIds: string[] }> {
  permit(ctx, "agent.manage_all");
  return inTransaction(ctx, async (tx) => {
    const { fromMemberId, toMemberId } = input;
    if (fromMemberId === toMemberId) throw new Conflict("Choose somebody else to hand the agents to.");
    const to = await loadOwnerToBe(tx, ctx, toMemberId);
    await tx
      .update(agent)
      .set({ offeredTo: null, offeredAt: null })
      .where(and(inOrg(ctx, agent), eq(agent.offeredTo, fromMemberId)));
    const rows = await tx
      .select({ id: agent.id })
      .from(agent)
      .where(and(inOrg(ctx, agent), eq(agent.ownerId, fromMemberId), isNull(agent.retiredAt)))
      .orderBy(asc(agent.id))
      .for("update");
    const batchId = uuidv7();
    for (const { id } of rows) {
      const keys = await moveAgent(tx, ctx, id, to.id);
      await recordAudit(tx, ctx, {
        verb: "agent.hand_over",
        target: { kind: "agent", id },
        touched: [{ kind: "member", id: fromMemberId }, { kind: "member", id: to.id }, ...keys],
        before: { ownerId: fromMemberId },
        after: { ownerId: to.id },
        batchId,
      });
    }
    return { agentIds: rows.map(({ id }) => id) };
  });
}

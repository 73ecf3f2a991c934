import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { OfferAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { loadLiveAgent, loadOwnerToBe } from "#app/domain/identity/load-agent.server.ts";
import { moveAgent } from "#app/domain/identity/move-agent.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Hands an agent over at once, for those who manage all: nobody answers for it otherwise when its owner has left. Its keys
 * of before stop. Throws Invalid for somebody who cannot answer for an agent, Conflict when it is theirs already.
 */
export function handOverAgent(ctx: Ctx, input: OfferAgentInput): Promise<{ id: string }> {
  permit(ctx, "agent.manage_all");
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    const to = await loadOwnerToBe(tx, ctx, input.toMemberId);
    if (to.id === found.ownerId) {
      throw new Conflict(`${to.name} answers for this agent already. Nothing was changed.`);
    }
    const keys = await moveAgent(tx, ctx, found.id, to.id);
    await recordAudit(tx, ctx, {
      verb: "agent.hand_over",
      target: { kind: "agent", id: found.id },
      touched: [{ kind: "member", id: found.ownerId }, { kind: "member", id: to.id }, ...keys],
      before: { ownerId: found.ownerId },
      after: { ownerId: to.id },
    });
    return { id: found.id };
  });
}

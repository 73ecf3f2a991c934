import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import type { OneAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { loadLiveAgent } from "#app/domain/identity/load-agent.server.ts";
import { moveAgent } from "#app/domain/identity/move-agent.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Takes over an agent that was offered: the actor answers for it from now on, its keys of before stop.
 * Throws Forbidden unless it was offered to the actor and still is.
 */
export function acceptAgent(ctx: MemberCtx, input: OneAgentInput): Promise<{ id: string }> {
  permit(ctx, "agent.manage_own");
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    const me = ctx.actor.memberId;
    if (found.offeredTo !== me) {
      throw new Forbidden("This agent is not offered to you, or no longer. Nothing was changed.");
    }
    const keys = await moveAgent(tx, ctx, found.id, me);
    await recordAudit(tx, ctx, {
      verb: "agent.accept",
      target: { kind: "agent", id: found.id },
      touched: [{ kind: "member", id: found.ownerId }, { kind: "member", id: me }, ...keys],
      before: { ownerId: found.ownerId },
      after: { ownerId: me },
    });
    return { id: found.id };
  });
}

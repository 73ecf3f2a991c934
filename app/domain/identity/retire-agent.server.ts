import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import type { RetireAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { loadAgentToManage } from "#app/domain/identity/load-agent.server.ts";
import { revokeKeysOf } from "#app/domain/identity/move-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends an agent for good: every call of it is refused from the next one on, whatever its grants say, and its keys stop.
 * Its grants have ended with it; what was asked for it is closed by a job, under one batch id.
 * By its owner or whoever manages all; taking away needs neither a second person nor a fresh proof.
 */
export function retireAgent(
  ctx: MemberCtx,
  input: RetireAgentInput,
): Promise<{ id: string; retiredAt: Date }> {
  permit(ctx, "agent.manage_own");
  return inTransaction(ctx, async (tx) => {
    const found = await loadAgentToManage(tx, ctx, input.agentId);
    await tx
      .update(agent)
      .set({
        retiredAt: ctx.now,
        retiredBy: ctx.actor.memberId,
        retireReason: input.reason,
        offeredTo: null,
        offeredAt: null,
      })
      .where(and(inOrg(ctx, agent), eq(agent.id, found.id)));
    const keys = await revokeKeysOf(tx, ctx, found.id);
    const batchId = uuidv7();
    await recordAudit(tx, ctx, {
      verb: "agent.retire",
      target: { kind: "agent", id: found.id },
      touched: keys,
      batchId,
      before: { state: "registered", ownerId: found.ownerId },
      after: { state: "retired" },
    });
    await enqueue(tx, "agent_retired", { orgId: ctx.orgId, agentId: found.id, batchId });
    return { id: found.id, retiredAt: ctx.now };
  });
}

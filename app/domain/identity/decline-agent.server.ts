import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import type { OneAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { mayManageAgent } from "#app/domain/identity/agent-rules.ts";
import { loadLiveAgent } from "#app/domain/identity/load-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { permitScope } from "#app/domain/permit.ts";

/**
 * Ends an offer without handing the agent over: by the person it was offered to, the owner, or whoever manages all.
 * Throws Conflict when nothing was offered, Forbidden for others.
 */
export function declineAgent(ctx: MemberCtx, input: OneAgentInput): Promise<{ id: string }> {
  permitScope(ctx, "agent.manage_own", "admin");
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    if (found.offeredTo !== ctx.actor.memberId && !mayManageAgent(ctx.actor, found.owner)) {
      throw new Forbidden("This agent was not offered to you. Nothing was changed.");
    }
    if (!found.offeredTo)
      throw new Conflict("Nobody was asked to take this agent over. Nothing was changed.");
    await tx
      .update(agent)
      .set({ offeredTo: null, offeredAt: null })
      .where(and(inOrg(ctx, agent), eq(agent.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "agent.decline",
      target: { kind: "agent", id: found.id },
      touched: [{ kind: "member", id: found.offeredTo }],
      before: { offeredTo: found.offeredTo },
      after: { offeredTo: null },
    });
    return { id: found.id };
  });
}

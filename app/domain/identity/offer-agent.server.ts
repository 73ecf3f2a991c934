import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import type { OfferAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { loadLiveAgent, loadOwnerToBe } from "#app/domain/identity/load-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * The owner asks somebody to take an agent over; it stays theirs until that person accepts. Another offer replaces the
 * last one. Throws Forbidden for others, Invalid for somebody who cannot answer for an agent.
 */
export function offerAgent(ctx: MemberCtx, input: OfferAgentInput): Promise<{ id: string }> {
  permit(ctx, "agent.manage_own");
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    if (found.ownerId !== ctx.actor.memberId) {
      throw new Forbidden(
        `Only ${found.owner.name}, who answers for this agent, offers it to somebody. Nothing was changed.`,
      );
    }
    const to = await loadOwnerToBe(tx, ctx, input.toMemberId);
    if (to.id === found.ownerId) throw new Conflict("This agent is yours already. Choose somebody else.");
    if (to.id === found.offeredTo) return { id: found.id };
    await tx
      .update(agent)
      .set({ offeredTo: to.id, offeredAt: ctx.now })
      .where(and(inOrg(ctx, agent), eq(agent.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "agent.offer",
      target: { kind: "agent", id: found.id },
      touched: [{ kind: "member", id: to.id }],
      before: { offeredTo: found.offeredTo },
      after: { offeredTo: to.id },
    });
    return { id: found.id };
  });
}

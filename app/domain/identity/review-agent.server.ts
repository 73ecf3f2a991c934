import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import type { ReviewAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { problemOfReview, whyNotReview } from "#app/domain/identity/agent-rules.ts";
import { loadLiveAgent } from "#app/domain/identity/load-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Notes that somebody looked at an agent and it may go on, until the next review. Its owner never does that, as another
 * member neither. Throws Conflict when nobody answers for it, Invalid for a date too far away.
 */
export function reviewAgent(
  ctx: MemberCtx,
  input: ReviewAgentInput,
): Promise<{ id: string; reviewBy: Date }> {
  permit(ctx, "agent.manage_all");
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    const why = whyNotReview(ctx.actor, found.owner);
    if (why) throw new Forbidden(`${why} Nothing was changed.`);
    if (found.owner.removedAt) {
      throw new Conflict("Nobody answers for this agent. Hand it over first. Nothing was changed.");
    }
    const { reviewBy } = input;
    const problem = problemOfReview(reviewBy, ctx.now);
    if (problem) throw new Invalid(`The review was not saved. ${problem}`, { reviewBy: [problem] });
    await tx
      .update(agent)
      .set({ reviewBy, reviewedAt: ctx.now, reviewedBy: ctx.actor.memberId })
      .where(and(inOrg(ctx, agent), eq(agent.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "agent.review",
      target: { kind: "agent", id: found.id },
      before: { reviewBy: found.reviewBy.toISOString() },
      after: { reviewBy: reviewBy.toISOString() },
    });
    return { id: found.id, reviewBy };
  });
}

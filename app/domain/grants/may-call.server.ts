import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { type Caller, findCallFacts } from "#app/domain/grants/call-queries.server.ts";
import { CALL_REASONS, type CallReason } from "#app/domain/grants/call-reasons.ts";
import { decideCall } from "#app/domain/grants/call-rules.ts";
import type { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";
import { permit, permitScope, requireMember } from "#app/domain/permit.ts";

export type CallDecision = {
  allowed: boolean;
  /** from the closed list `CALL_REASONS` */
  reason: CallReason;
  sentence: string;
  /** the grant that allows it */
  grantId: string | null;
  /** as derived from the agent, the installation or the key; null when it was not known or not reached */
  environment: string | null;
  checkedAt: Date;
};

/**
 * Decides one call from the rows as they are now; every enforcement asks this. A refusal is an answer, not an error.
 * A device key asks only for its owner, a key of an agent only for it, everybody without `call.check_any` only for
 * themselves and the agents they answer for. Throws Forbidden for another's call, NotFound for ids that are not of this organization.
 */
export async function mayCall(unchecked: Ctx, input: DecideCallInput): Promise<CallDecision> {
  const ctx = requireMember(unchecked);
  const caller = callerOf(ctx, input);
  permitScope(ctx, "call.check_own", "check");
  const { facts, ownerId } = await inTransaction(ctx, (tx) => findCallFacts(tx, ctx, caller, input));
  const isOwn =
    caller.agentId === undefined
      ? caller.memberId === ctx.actor.memberId
      : caller.agentId === ctx.actor.agentId || ownerId === ctx.actor.memberId;
  permit(ctx, isOwn ? "call.check_own" : "call.check_any");
  if (!facts)
    throw new NotFound(caller.agentId ? "agent, server or installation" : "member, server or installation");
  const verdict = decideCall(facts, {
    tool: input.tool,
    release: input.release ?? null,
    toolHash: input.toolHash ?? null,
  });
  return {
    ...verdict,
    allowed: verdict.reason === "allowed",
    sentence: CALL_REASONS[verdict.reason],
    checkedAt: ctx.now,
  };
}

/**
 * A key of an agent asks for that agent and nobody else, a device's key for its person; everybody else for themselves
 * unless they name a member or an agent. Throws Forbidden for what a key may not ask.
 */
function callerOf(ctx: MemberCtx, { memberId, agentId }: DecideCallInput): Caller {
  const { actor } = ctx;
  if (memberId && agentId) {
    throw new Invalid("Name a member or an agent, not both.", { agentId: ["Leave out one of the two."] });
  }
  if (actor.agentId) {
    if (memberId || (agentId && agentId !== actor.agentId)) {
      throw new Forbidden("A key of an agent asks only for that agent.");
    }
    return { agentId: actor.agentId };
  }
  if (actor.via === "device_key" && (agentId || (memberId && memberId !== actor.memberId))) {
    throw new Forbidden("A device's key asks only for the person the device belongs to.");
  }
  return agentId ? { agentId } : { memberId: memberId ?? actor.memberId };
}

import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { findCallFacts } from "#app/domain/grants/call-queries.server.ts";
import { CALL_REASONS, type CallReason } from "#app/domain/grants/call-reasons.ts";
import { decideCall } from "#app/domain/grants/call-rules.ts";
import type { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";
import { permit, requireMember } from "#app/domain/permit.ts";

export type CallDecision = {
  allowed: boolean;
  /** from the closed list `CALL_REASONS` */
  reason: CallReason;
  sentence: string;
  /** the grant that allows it */
  grantId: string | null;
  /** as derived from the installation or the key; null when it was not known or not reached */
  environment: string | null;
  checkedAt: Date;
};

/**
 * Decides one call from the rows as they are now; every enforcement asks this. A refusal is an answer, not an error.
 * A device key asks only for its owner, an API key without `call.check_any` only for its own member.
 * Throws Forbidden for another member's call, NotFound for ids that are not of this organization.
 */
export async function mayCall(unchecked: Ctx, input: DecideCallInput): Promise<CallDecision> {
  const ctx = requireMember(unchecked);
  const memberId = input.memberId ?? ctx.actor.memberId;
  const isOwn = memberId === ctx.actor.memberId;
  permit(ctx, isOwn ? "call.check_own" : "call.check_any");
  if (!isOwn && ctx.actor.via === "device_key") {
    throw new Forbidden("A device's key asks only for the person the device belongs to.");
  }
  const facts = await inTransaction(ctx, (tx) => findCallFacts(tx, ctx, memberId, input));
  if (!facts) throw new NotFound("member, server or installation");
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

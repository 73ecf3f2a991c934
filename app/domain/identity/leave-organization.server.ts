import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { endMembership } from "#app/domain/identity/end-membership.server.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { LeaveOrganizationInput } from "#app/domain/identity/member-inputs.ts";
import { whyNotLeave } from "#app/domain/identity/member-rules.ts";
import { requireMember } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Ends one's own membership, with everything that removal ends. Throws FreshProofNeeded, Conflict for the last owner,
 * Invalid for a fallback who is no active member.
 */
export function leaveOrganization(unchecked: Ctx, input: LeaveOrganizationInput) {
  const ctx = requireMember(unchecked);
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const { member: found, owners } = await loadMemberToManage(tx, ctx, ctx.actor.memberId);
    const why = whyNotLeave({ role: found.role, owners });
    if (why) throw new Conflict(`${why} Nothing was changed.`);
    return endMembership(tx, ctx, found, { verb: "member.leave", fallbackId: input.fallbackId });
  });
}

import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { endMembership } from "#app/domain/identity/end-membership.server.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { RemoveMemberInput } from "#app/domain/identity/member-inputs.ts";
import { whyNotRemove } from "#app/domain/identity/member-rules.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends somebody's membership now; what they leave open goes to the fallback, who is whoever acts unless chosen.
 * Throws Conflict for the last owner, and for oneself, Forbidden when somebody who is no owner removes one, Invalid for
 * a fallback who is no active member.
 */
export function removeMember(ctx: Ctx, input: RemoveMemberInput) {
  permit(ctx, "member.manage");
  return inTransaction(ctx, async (tx) => {
    const { member: found, actor, owners } = await loadMemberToManage(tx, ctx, input.memberId);
    const isSelf = ctx.actor.kind === "member" && ctx.actor.memberId === found.id;
    const why = whyNotRemove({ actor, role: found.role, isSelf, owners });
    const outranked = !mayAssignRole(actor, found.role);
    if (why) throw new (outranked ? Forbidden : Conflict)(`${why} Nothing was changed.`);
    return endMembership(tx, ctx, found, { verb: "member.remove", fallbackId: input.fallbackId });
  });
}

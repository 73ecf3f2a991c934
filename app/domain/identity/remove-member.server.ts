import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { RemoveMemberInput } from "#app/domain/identity/member-inputs.ts";
import { whyNotRemove } from "#app/domain/identity/member-rules.ts";
import { apiKey, invitation, member, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends a membership now. Sessions, keys, devices and grants of the member stop with the row, whose end every lookup
 * reads; API keys are revoked and pending invitations withdrawn besides, since somebody else would still hold them.
 * Throws Conflict for the last owner, and for oneself, Forbidden when somebody who is no owner removes one.
 */
export function removeMember(ctx: Ctx, input: RemoveMemberInput): Promise<{ memberId: string }> {
  permit(ctx, "member.manage");
  return inTransaction(ctx, async (tx) => {
    const { member: found, owners } = await loadMemberToManage(tx, ctx, input.memberId);
    const actor = capability(ctx.actor).role;
    const isSelf = ctx.actor.kind === "member" && ctx.actor.memberId === found.id;
    const why = whyNotRemove({ actor, role: found.role, isSelf, owners });
    const outranked = !mayAssignRole(actor, found.role);
    if (why) throw new (outranked ? Forbidden : Conflict)(`${why} Nothing was changed.`);
    await tx
      .update(member)
      .set({ removedAt: ctx.now })
      .where(and(inOrg(ctx, member), eq(member.id, found.id)));
    const keys = await tx
      .update(apiKey)
      .set({ revokedAt: ctx.now })
      .where(and(inOrg(ctx, apiKey), eq(apiKey.memberId, found.id), isNull(apiKey.revokedAt)))
      .returning({ id: apiKey.id });
    const invitations = await tx
      .update(invitation)
      .set({ revokedAt: ctx.now })
      .where(
        and(
          inOrg(ctx, invitation),
          eq(invitation.invitedBy, found.id),
          isNull(invitation.acceptedAt),
          isNull(invitation.revokedAt),
        ),
      )
      .returning({ id: invitation.id });
    const teams = await tx
      .delete(teamMember)
      .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, found.id)))
      .returning({ id: teamMember.teamId });
    await tx
      .delete(searchTerm)
      .where(and(inOrg(ctx, searchTerm), eq(searchTerm.kind, "member"), eq(searchTerm.subjectId, found.id)));
    await recordAudit(tx, ctx, {
      verb: "member.remove",
      target: { kind: "member", id: found.id },
      touched: [
        ...keys.map(({ id }) => ({ kind: "api_key", id })),
        ...invitations.map(({ id }) => ({ kind: "invitation", id })),
        ...teams.map(({ id }) => ({ kind: "team", id })),
      ],
      before: { role: found.role, removed: false },
      after: { removed: true },
    });
    return { memberId: found.id };
  });
}

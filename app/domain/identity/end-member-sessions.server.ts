import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { EndMemberSessionsInput } from "#app/domain/identity/member-inputs.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends every session of a member in this organization at once: none opens it again before whoever uses it has proven
 * anew who they are. Other organizations of the person see nothing of it: an admin here is no admin there. Keys and
 * devices are revoked on their own. Throws Forbidden when somebody who is no owner ends an owner's.
 */
export function endMemberSessions(ctx: Ctx, input: EndMemberSessionsInput): Promise<{ memberId: string }> {
  permit(ctx, "member.manage");
  return inTransaction(ctx, async (tx) => {
    const { member: found } = await loadMemberToManage(tx, ctx, input.memberId);
    if (!mayAssignRole(capability(ctx.actor).role, found.role)) {
      throw new Forbidden("Only an owner can end the sessions of an owner. Nothing was changed.");
    }
    await tx
      .update(member)
      .set({ sessionsEndedAt: ctx.now })
      .where(and(inOrg(ctx, member), eq(member.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "member.end_sessions",
      target: { kind: "member", id: found.id },
      before: { sessionsEndedAt: found.sessionsEndedAt?.toISOString() ?? null },
      after: { sessionsEndedAt: ctx.now.toISOString() },
    });
    return { memberId: found.id };
  });
}

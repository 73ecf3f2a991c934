import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { ChangeRoleInput } from "#app/domain/identity/member-inputs.ts";
import { whyNotChangeRole } from "#app/domain/identity/member-rules.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { mayAssignRole, type Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Gives a member another role; it counts from their next request. The same role: no change and no event.
 * Throws Conflict for the last owner, Forbidden when somebody who is no owner makes or changes one.
 */
export function changeRole(ctx: Ctx, input: ChangeRoleInput): Promise<{ memberId: string; role: Role }> {
  permit(ctx, "member.manage");
  return inTransaction(ctx, async (tx) => {
    const { member: found, actor, owners } = await loadMemberToManage(tx, ctx, input.memberId);
    const why = whyNotChangeRole({ actor, from: found.role, to: input.role, owners });
    const outranked = !mayAssignRole(actor, found.role) || !mayAssignRole(actor, input.role);
    if (why) throw new (outranked ? Forbidden : Conflict)(`${why} Nothing was changed.`);
    if (found.role === input.role) return { memberId: found.id, role: found.role };
    await tx
      .update(member)
      .set({ role: input.role })
      .where(and(inOrg(ctx, member), eq(member.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "member.change_role",
      target: { kind: "member", id: found.id },
      before: { role: found.role },
      after: { role: input.role },
    });
    return { memberId: found.id, role: input.role };
  });
}

import { and, inArray, isNull, ne } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { mayAssignRole, ROLES } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends every session in this organization but those of whoever asks: nobody else opens it again before proving anew
 * who they are (ASVS 7.4.5). An admin who is no owner leaves the owners' alone. Answers how many members it reached.
 */
export function endEverybodysSessions(ctx: Ctx): Promise<{ members: number }> {
  permit(ctx, "member.manage");
  const mayEnd = ROLES.filter((role) => mayAssignRole(capability(ctx.actor).role, role));
  const notMine = ctx.actor.kind === "member" ? ne(member.id, ctx.actor.memberId) : undefined;
  return inTransaction(ctx, async (tx) => {
    const reached = await tx
      .update(member)
      .set({ sessionsEndedAt: ctx.now })
      .where(and(inOrg(ctx, member), isNull(member.removedAt), inArray(member.role, mayEnd), notMine))
      .returning({ id: member.id });
    await recordAudit(tx, ctx, {
      verb: "organization.end_sessions",
      target: { kind: "organization", id: ctx.orgId },
      after: { sessionsEndedAt: ctx.now.toISOString(), members: reached.length },
    });
    return { members: reached.length };
  });
}

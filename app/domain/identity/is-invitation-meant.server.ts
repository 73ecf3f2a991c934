import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { can, mayAssignRole, type Role } from "#app/domain/permissions.ts";

/** Whoever invited could invite somebody in this role again now: a link outlives neither a role nor a membership. */
export async function isInvitationMeant(
  tx: Transaction,
  ctx: Ctx,
  row: { invitedBy: string | null; role: Role },
): Promise<boolean> {
  if (row.invitedBy === null) return true;
  const [inviter] = await tx
    .select({ role: member.role })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, row.invitedBy), isNull(member.removedAt)));
  if (!inviter) return false;
  return can({ role: inviter.role, scopes: null }, "member.invite") && mayAssignRole(inviter.role, row.role);
}

import { and, asc, eq, isNull, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";

/**
 * An active member, locked together with all owners, so that two owners cannot remove each other at once.
 * Throws NotFound.
 */
export async function loadMemberToManage(tx: Transaction, ctx: { orgId: string }, memberId: string) {
  const locked = await tx
    .select()
    .from(member)
    .where(
      and(
        inOrg(ctx, member),
        isNull(member.removedAt),
        or(eq(member.id, memberId), eq(member.role, "owner")),
      ),
    )
    .orderBy(asc(member.id))
    .for("update");
  const found = locked.find((row) => row.id === memberId);
  if (!found) throw new NotFound("member");
  return { member: found, owners: locked.filter((row) => row.role === "owner").length };
}

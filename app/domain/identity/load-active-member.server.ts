import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";

/** Throws NotFound unless the member is of this organization and was not removed. */
export async function loadActiveMember(tx: Transaction, ctx: { orgId: string }, memberId: string) {
  const [found] = await tx
    .select({ id: member.id, name: member.name, email: member.email, role: member.role })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, memberId), isNull(member.removedAt)));
  if (!found) throw new NotFound("member");
  return found;
}

import { asc } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** The first 200 people by name, also those who left: what they did still names them. For lists to choose from. */
export function listMemberNames(ctx: Ctx): Promise<{ id: string; name: string; hasLeft: boolean }[]> {
  permit(ctx, "member.read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: member.id, name: member.name, removedAt: member.removedAt })
      .from(member)
      .where(inOrg(ctx, member))
      .orderBy(asc(member.name), asc(member.id))
      .limit(200);
    return rows.map(({ id, name, removedAt }) => ({ id, name, hasLeft: removedAt !== null }));
  });
}

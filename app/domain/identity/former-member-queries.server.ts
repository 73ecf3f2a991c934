import { and, count, desc, isNotNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { type NumberedPage, offsetOf } from "#app/domain/identity/list-page.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type FormerMemberRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  removedAt: Date | null;
  erasedAt: Date | null;
};

/** People who left or were removed, whoever left last first; somebody who came back and left again stands there twice. */
export function listFormerMembers(
  ctx: Ctx,
  page: NumberedPage,
): Promise<{ rows: FormerMemberRow[]; total: number }> {
  permit(ctx, "member.erase");
  return inTransaction(ctx, async (tx) => {
    const where = and(inOrg(ctx, member), isNotNull(member.removedAt));
    const [counted] = await tx.select({ total: count() }).from(member).where(where);
    const { id, name, email, role, removedAt, erasedAt } = member;
    const rows = await tx
      .select({ id, name, email, role, removedAt, erasedAt })
      .from(member)
      .where(where)
      .orderBy(desc(member.removedAt), desc(member.id))
      .limit(page.perPage)
      .offset(offsetOf(page));
    return { rows, total: counted?.total ?? 0 };
  });
}

import { eq } from "drizzle-orm";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** The facts of the organization one is in. */
export function getOrganization(ctx: Ctx) {
  permit(ctx, "organization.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.select().from(organization).where(eq(organization.id, ctx.orgId));
    if (!found) throw new NotFound("organization");
    return found;
  });
}

import { eq } from "drizzle-orm";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { RequireTwoFactorsInput } from "#app/domain/identity/organization-inputs.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Whether every member needs a second factor before anything of the organization opens in a browser. Counts from each
 * member's next request; whoever comes in through the organization's provider answers to that one. As it stands
 * already: no change and no event. Letting it go needs a fresh proof.
 */
export function requireTwoFactors(ctx: Ctx, input: RequireTwoFactorsInput): Promise<{ needed: boolean }> {
  permit(ctx, "organization.secure");
  const needed = input.needed === "yes";
  if (!needed) requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const one = eq(organization.id, ctx.orgId);
    const [found] = await tx.select().from(organization).where(one).for("update");
    if (!found) throw new NotFound("organization");
    if (found.needsTwoFactors === needed) return { needed };
    await tx.update(organization).set({ needsTwoFactors: needed }).where(one);
    await recordAudit(tx, ctx, {
      verb: "organization.require_two_factors",
      target: { kind: "organization", id: ctx.orgId },
      before: { needsTwoFactors: found.needsTwoFactors },
      after: { needsTwoFactors: needed },
    });
    return { needed };
  });
}

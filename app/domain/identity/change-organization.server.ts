import { eq } from "drizzle-orm";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import type { ChangeOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Changes name, time zone and working hours; the address keeps its slug, since links to it are out in the world.
 * As it stands already: no change and no event. Throws Invalid when work would end before it starts.
 */
export function changeOrganization(ctx: Ctx, input: ChangeOrganizationInput) {
  permit(ctx, "organization.manage");
  return inTransaction(ctx, async (tx) => {
    const one = eq(organization.id, ctx.orgId);
    const [found] = await tx.select().from(organization).where(one).for("update");
    if (!found) throw new NotFound("organization");
    const { name, timeZone, workingDays, worksFrom, worksTo } = found;
    const before = { name, timeZone, workingDays, worksFrom, worksTo };
    const after = { ...before, ...input };
    if (after.worksTo <= after.worksFrom) {
      throw new Invalid("Nothing was saved: work would end before it starts. What you typed is kept.", {
        worksTo: [`Choose a time after ${after.worksFrom}.`],
      });
    }
    if (JSON.stringify(after) === JSON.stringify(before)) return found;
    await tx.update(organization).set(after).where(one);
    await recordAudit(tx, ctx, {
      verb: "organization.change",
      target: { kind: "organization", id: ctx.orgId },
      before,
      after,
    });
    return { ...found, ...after };
  });
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { SetInstallationEnvironmentInput } from "#app/domain/inventory/installation-inputs.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Says where an installation runs; its calls are decided by grants for that environment from the next one on. */
export function setInstallationEnvironment(
  ctx: Ctx,
  input: SetInstallationEnvironmentInput,
): Promise<{ installationId: string; environment: string }> {
  permit(ctx, "inventory.set_environment");
  return inTransaction(ctx, async (tx) => {
    const one = and(inOrg(ctx, installation), eq(installation.id, input.installationId));
    const [found] = await tx.select().from(installation).where(one).for("update");
    if (!found) throw new NotFound("installation");
    if (found.environment === input.environment) {
      throw new Conflict(`This installation is in ${input.environment} already. Nothing was changed.`);
    }
    await tx.update(installation).set({ environment: input.environment }).where(one);
    await recordAudit(tx, ctx, {
      verb: "installation.set_environment",
      target: { kind: "installation", id: found.id },
      before: { environment: found.environment },
      after: { environment: input.environment },
    });
    return { installationId: found.id, environment: input.environment };
  });
}

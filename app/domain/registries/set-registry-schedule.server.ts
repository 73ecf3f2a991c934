import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import type { RegistryScheduleInput } from "#app/domain/registries/registry-inputs.ts";
import { registry } from "#app/domain/registries/registry-tables.server.ts";

/** Says how often a registry is asked. The same again: no change and no event. Throws NotFound, Invalid without an address. */
export function setRegistrySchedule(ctx: Ctx, input: RegistryScheduleInput): Promise<{ id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registry), eq(registry.id, input.registryId), isNull(registry.removedAt));
    const [found] = await tx.select().from(registry).where(its).for("update");
    if (!found) throw new NotFound("registry");
    if (found.schedule === input.schedule) return { id: found.id };
    if (found.address === null)
      throw new Invalid("This registry has no address to ask.", {
        schedule: ["Only a registry at an address is asked by a schedule."],
      });
    await tx.update(registry).set({ schedule: input.schedule }).where(its);
    await recordAudit(tx, ctx, {
      verb: "registry.set_schedule",
      target: { kind: "registry", id: found.id },
      before: { schedule: found.schedule },
      after: { schedule: input.schedule },
    });
    return { id: found.id };
  });
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { registry, registryImport } from "#app/domain/registries/registry-tables.server.ts";

/**
 * What whoever reads an import has to know: where it is, how far it came, and how often that was tried since it last came
 * forward. Null when it has ended.
 */
export function beginRegistryImport(ctx: Ctx, importId: string) {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registryImport), eq(registryImport.id, importId));
    const [row] = await tx.select().from(registryImport).where(its).for("update");
    if (!row || row.endedAt) return null;
    const [of] = await tx
      .select()
      .from(registry)
      .where(and(inOrg(ctx, registry), eq(registry.id, row.registryId)));
    if (!of) return null;
    const begun = {
      state: "running",
      startedAt: row.startedAt ?? ctx.now,
      touchedAt: ctx.now,
      tries: row.tries + 1,
    } as const;
    await tx.update(registryImport).set(begun).where(its);
    return { ...row, ...begun, kind: of.kind, address: of.address };
  });
}
export type BegunImport = NonNullable<Awaited<ReturnType<typeof beginRegistryImport>>>;

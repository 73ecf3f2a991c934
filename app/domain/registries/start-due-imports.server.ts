import { and, eq, isNull, max, ne, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { openImport } from "#app/domain/registries/open-import.server.ts";
import { registry, registryImport } from "#app/domain/registries/registry-tables.server.ts";
import { resumeSilent } from "#app/domain/registries/resume-silent.server.ts";
import { changesSince, isDue } from "#app/domain/registries/schedule-rules.ts";

/** Looked at in one round, those asked longest ago first, so that none waits behind others for ever. */
const MOST_SCHEDULED = 500;

/** Asks the registries whose time has come, and sends on imports whose reader has died. One event for each import. */
export function startDueImports(
  ctx: Ctx,
  { limit = MOST_SCHEDULED }: { limit?: number } = {},
): Promise<{ started: number; resumed: number }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const resumed = await resumeSilent(tx, ctx);
    const scheduled = await tx
      .select()
      .from(registry)
      .where(and(inOrg(ctx, registry), isNull(registry.removedAt), ne(registry.schedule, "by_hand")))
      .orderBy(sql`(select max(m.created_at) from registry_import m
        where m.org_id = ${registry.orgId} and m.registry_id = ${registry.id}) nulls first, ${registry.id}`)
      .limit(limit)
      .for("update", { skipLocked: true });
    let started = 0;
    for (const one of scheduled) {
      const [last] = await tx
        .select({
          at: max(registryImport.createdAt),
          open: sql<boolean>`bool_or(${registryImport.endedAt} is null)`,
        })
        .from(registryImport)
        .where(and(inOrg(ctx, registryImport), eq(registryImport.registryId, one.id)));
      if (last?.open || !isDue(one, last?.at ?? null, ctx.now)) continue;
      await openImport(tx, ctx, one, { since: changesSince(one, ctx.now) });
      started += 1;
    }
    return { started, resumed };
  });
}

import { and, eq, isNull, sql } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import type { OneRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { registry } from "#app/domain/registries/registry-tables.server.ts";
import { stopOpenImport } from "#app/domain/registries/stop-open-import.server.ts";

/**
 * Takes a registry away: an import going on is stopped first, nothing it says counts for trust from now on, and what it
 * lists leaves the catalog, some at a time. Servers in use, requests and decisions stay. Throws NotFound.
 */
export function removeRegistry(ctx: Ctx, { registryId }: OneRegistryInput): Promise<{ id: string }> {
  permit(ctx, "registry.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, registry), eq(registry.id, registryId), isNull(registry.removedAt));
    const [found] = await tx.select().from(registry).where(its).for("update");
    if (!found) throw new NotFound("registry");
    await stopOpenImport(tx, ctx, registryId, "registry_removed");
    await tx.update(registry).set({ removedAt: ctx.now, schedule: "by_hand" }).where(its);
    await recordAudit(tx, ctx, {
      verb: "registry.remove",
      target: { kind: "registry", id: registryId },
      before: { kind: found.kind, schedule: found.schedule },
    });
    await enqueue(tx, "tend_listings", { orgId: ctx.orgId });
    // every answer that rests on which registries were read is counted anew
    await tx.execute(sql`insert into trust_mark (org_id, after) values (${ctx.orgId}, '')`);
    return { id: registryId };
  });
}

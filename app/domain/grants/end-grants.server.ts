import { and, asc, inArray, isNull, lte } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Notes, once each, the grants whose time ran out; that they ended is derived at every read and does not wait for this.
 * @param options `limit` per call; call again while `ended` equals it
 */
export function endGrants(ctx: Ctx, options: { limit?: number } = {}): Promise<{ ended: number }> {
  permit(ctx, "grant.manage");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: accessGrant.id, serverId: accessGrant.serverId, endsAt: accessGrant.endsAt })
      .from(accessGrant)
      .where(
        and(
          inOrg(ctx, accessGrant),
          lte(accessGrant.endsAt, ctx.now),
          isNull(accessGrant.endNotedAt),
          isNull(accessGrant.revokedAt),
        ),
      )
      .orderBy(asc(accessGrant.endsAt))
      .limit(options.limit ?? 200)
      .for("update", { skipLocked: true });
    if (rows.length === 0) return { ended: 0 };
    const ids = rows.map((row) => row.id);
    await tx
      .update(accessGrant)
      .set({ endNotedAt: ctx.now })
      .where(and(inOrg(ctx, accessGrant), inArray(accessGrant.id, ids)));
    const batchId = uuidv7();
    for (const row of rows) {
      await recordAudit(tx, ctx, {
        verb: "grant.end",
        target: { kind: "grant", id: row.id },
        touched: [{ kind: "server", id: row.serverId }],
        after: { state: "ended", endsAt: row.endsAt.toISOString() },
        batchId,
      });
    }
    return { ended: rows.length };
  });
}

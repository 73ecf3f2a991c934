import { and, asc, inArray, lte } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { OPEN_STATES } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/**
 * Expires requests nobody decided in time; deciding one past its time is refused without waiting for this.
 * @param options `limit` per call; call again while `expired` equals it
 */
export function expireRequests(ctx: Ctx, options: { limit?: number } = {}): Promise<{ expired: number }> {
  permit(ctx, "request.decide");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: request.id, state: request.state, kind: request.kind, serverId: request.serverId })
      .from(request)
      .where(
        and(inOrg(ctx, request), inArray(request.state, [...OPEN_STATES]), lte(request.expiresAt, ctx.now)),
      )
      .orderBy(asc(request.id))
      .limit(options.limit ?? 200)
      .for("update", { skipLocked: true });
    if (rows.length === 0) return { expired: 0 };
    const ids = rows.map((row) => row.id);
    await tx
      .update(request)
      .set({ state: "expired", decidedAt: ctx.now })
      .where(and(inOrg(ctx, request), inArray(request.id, ids)));
    const batchId = uuidv7();
    for (const row of rows) {
      await recordAudit(tx, ctx, {
        verb: "request.expire",
        target: { kind: "request", id: row.id },
        touched: [{ kind: "server", id: row.serverId }],
        before: { state: row.state },
        after: { state: "expired", kind: row.kind },
        batchId,
      });
    }
    return { expired: rows.length };
  });
}

import { and, asc, eq, inArray } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { OPEN_STATES } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

type Leaver = { memberId: string; batchId: string; limit?: number };

/**
 * Closes the open requests of somebody who left, with the reason, whether they wait for a decision or for the
 * leaver's answer to a question; call again while `cancelled` equals the limit.
 */
export function cancelRequestsOf(ctx: Ctx, leaver: Leaver): Promise<{ cancelled: number }> {
  permit(ctx, "member.manage");
  return inTransaction(ctx, async (tx) => {
    const isOpen = inArray(request.state, [...OPEN_STATES]);
    const rows = await tx
      .select({ id: request.id, state: request.state, serverId: request.serverId })
      .from(request)
      .where(and(inOrg(ctx, request), eq(request.requesterId, leaver.memberId), isOpen))
      .orderBy(asc(request.id))
      .limit(leaver.limit ?? 200)
      .for("update");
    if (rows.length === 0) return { cancelled: 0 };
    const ids = rows.map((row) => row.id);
    const closed = { state: "cancelled", cancelReason: "requester_left", decidedAt: ctx.now } as const;
    await tx
      .update(request)
      .set(closed)
      .where(and(inOrg(ctx, request), inArray(request.id, ids)));
    for (const row of rows) {
      await recordAudit(tx, ctx, {
        verb: "request.cancel",
        target: { kind: "request", id: row.id },
        touched: [
          { kind: "server", id: row.serverId },
          { kind: "member", id: leaver.memberId },
        ],
        before: { state: row.state },
        after: { state: "cancelled", because: "requester_left" },
        batchId: leaver.batchId,
      });
    }
    return { cancelled: rows.length };
  });
}

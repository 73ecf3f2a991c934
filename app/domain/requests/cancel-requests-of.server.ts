import { and, asc, eq, inArray } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { OPEN_STATES } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";
import type { CancelReason } from "#app/domain/requests/request-words.ts";

/** Whose: of a member who left, what they asked for; of an agent that was retired, what was asked for it. */
type Gone = { memberId: string } | { agentId: string };

/**
 * Closes the open requests of whoever is gone, with the reason, whether they wait for a decision or for an answer to a
 * question; call again while `cancelled` equals the limit.
 */
export function cancelRequestsOf(
  ctx: Ctx,
  gone: Gone & { batchId: string; limit?: number },
): Promise<{ cancelled: number }> {
  const isAgent = "agentId" in gone;
  permit(ctx, isAgent ? "agent.manage_all" : "member.manage");
  const because: CancelReason = isAgent ? "agent_retired" : "requester_left";
  const whose = isAgent ? eq(request.agentId, gone.agentId) : eq(request.requesterId, gone.memberId);
  const who = isAgent ? { kind: "agent", id: gone.agentId } : { kind: "member", id: gone.memberId };
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ id: request.id, state: request.state, serverId: request.serverId })
      .from(request)
      .where(and(inOrg(ctx, request), whose, inArray(request.state, [...OPEN_STATES])))
      .orderBy(asc(request.id))
      .limit(gone.limit ?? 200)
      .for("update");
    if (rows.length === 0) return { cancelled: 0 };
    const ids = rows.map((row) => row.id);
    await tx
      .update(request)
      .set({ state: "cancelled", cancelReason: because, decidedAt: ctx.now })
      .where(and(inOrg(ctx, request), inArray(request.id, ids)));
    for (const row of rows) {
      await recordAudit(tx, ctx, {
        verb: "request.cancel",
        target: { kind: "request", id: row.id },
        touched: [{ kind: "server", id: row.serverId }, who],
        before: { state: row.state },
        after: { state: "cancelled", because },
        batchId: gone.batchId,
      });
    }
    return { cancelled: rows.length };
  });
}

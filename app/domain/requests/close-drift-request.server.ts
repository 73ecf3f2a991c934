import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { RequestRow } from "#app/domain/requests/open-request-queries.server.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/** What became of a request that Castellan asks itself. */
export type Tended = { done: "opened" | "renewed" | "closed" | "nothing"; requestId: string | null };

/** Closes a locked request about a drift of which nothing is left to decide, inside the verb that found that out. */
export async function closeDriftRequest(tx: Transaction, ctx: Ctx, open: RequestRow): Promise<Tended> {
  await tx
    .update(request)
    .set({ state: "cancelled", cancelReason: "drift_settled", decidedAt: ctx.now })
    .where(and(inOrg(ctx, request), eq(request.id, open.id)));
  await recordAudit(tx, ctx, {
    verb: "request.cancel",
    target: { kind: "request", id: open.id },
    touched: [{ kind: "server", id: open.serverId }],
    before: { state: open.state },
    after: { state: "cancelled", because: "drift_settled" },
  });
  return { done: "closed", requestId: open.id };
}

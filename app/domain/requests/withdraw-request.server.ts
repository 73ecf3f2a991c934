import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { permitScope } from "#app/domain/permit.ts";
import { getRequestForChange, requireStep } from "#app/domain/requests/open-request-queries.server.ts";
import type { WithdrawRequestInput } from "#app/domain/requests/request-inputs.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/** Takes one's own request back while nobody has decided it. Throws Forbidden for others, Conflict when it is final. */
export function withdrawRequest(ctx: MemberCtx, input: WithdrawRequestInput): Promise<{ id: string }> {
  permitScope(ctx, "request.create", "request");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    if (row.requesterId !== ctx.actor.memberId) {
      throw new Forbidden("Only the person who asked can withdraw a request. Nothing was changed.");
    }
    if (row.kind === "drift") {
      throw new Forbidden("Castellan asks this, so nobody withdraws it. Nothing was changed.");
    }
    await requireStep(tx, ctx, row, "withdrawn");
    await tx
      .update(request)
      .set({ state: "withdrawn", decidedAt: ctx.now })
      .where(and(inOrg(ctx, request), eq(request.id, row.id)));
    await recordAudit(tx, ctx, {
      verb: "request.withdraw",
      target: { kind: "request", id: row.id },
      before: { state: row.state },
      after: { state: "withdrawn" },
    });
    return { id: row.id };
  });
}

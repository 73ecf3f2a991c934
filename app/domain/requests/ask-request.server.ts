import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { permitScope } from "#app/domain/permit.ts";
import { addMessage } from "#app/domain/requests/add-message.server.ts";
import {
  getRequestForChange,
  requireDecider,
  requireStep,
} from "#app/domain/requests/open-request-queries.server.ts";
import type { AskRequestInput } from "#app/domain/requests/request-inputs.ts";

/** Sends a request back with a question; it waits for the requester's answer. Throws Forbidden unless eligible. */
export function askRequest(
  ctx: MemberCtx,
  input: AskRequestInput,
): Promise<{ id: string; state: "waiting_for_requester"; messageId: string }> {
  permitScope(ctx, "request.decide", "decide");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    await requireDecider(tx, ctx, row);
    await requireStep(tx, ctx, row, "waiting_for_requester");
    const messageId = await addMessage(tx, ctx, row.id, {
      kind: "question",
      body: input.question,
      state: "waiting_for_requester",
    });
    await recordAudit(tx, ctx, {
      verb: "request.ask",
      target: { kind: "request", id: row.id },
      touched: [{ kind: "request_message", id: messageId }],
      before: { state: row.state },
      after: { state: "waiting_for_requester" },
    });
    return { id: row.id, state: "waiting_for_requester", messageId };
  });
}

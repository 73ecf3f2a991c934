import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { permitScope } from "#app/domain/permit.ts";
import { addMessage } from "#app/domain/requests/add-message.server.ts";
import { getRequestForChange, requireStep } from "#app/domain/requests/open-request-queries.server.ts";
import type { AnswerRequestInput } from "#app/domain/requests/request-inputs.ts";

/** Answers the question a request was sent back with; it can be decided again. Only the requester answers. */
export function answerRequest(
  ctx: MemberCtx,
  input: AnswerRequestInput,
): Promise<{ id: string; state: "pending_approval"; messageId: string }> {
  permitScope(ctx, "request.create", "request");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    if (row.requesterId !== ctx.actor.memberId) {
      throw new Forbidden("Only the person who asked can answer. Nothing was changed.");
    }
    await requireStep(tx, ctx, row, "pending_approval");
    const messageId = await addMessage(tx, ctx, row.id, {
      kind: "answer",
      body: input.answer,
      state: "pending_approval",
    });
    await recordAudit(tx, ctx, {
      verb: "request.answer",
      target: { kind: "request", id: row.id },
      touched: [{ kind: "request_message", id: messageId }],
      before: { state: row.state },
      after: { state: "pending_approval" },
    });
    return { id: row.id, state: "pending_approval", messageId };
  });
}

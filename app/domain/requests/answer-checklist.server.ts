import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepTextIfAny } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { permitScope } from "#app/domain/permit.ts";
import { getRequestForChange, requireDecider } from "#app/domain/requests/open-request-queries.server.ts";
import type { AnswerChecklistInput } from "#app/domain/requests/request-inputs.ts";
import { isFinal } from "#app/domain/requests/request-rules.ts";
import { checklistAnswer } from "#app/domain/requests/request-tables.server.ts";

/** What a person says of one row, instead of the evidence. Whoever may decide the request may; not once it is final. */
export function answerChecklist(
  ctx: MemberCtx,
  input: AnswerChecklistInput,
): Promise<{ requestId: string; item: string; answer: string }> {
  permitScope(ctx, "request.decide", "decide");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    await requireDecider(tx, ctx, row);
    if (isFinal(row.state)) {
      throw new Conflict(`This request is ${row.state}: its checklist is frozen. Your answer was not saved.`);
    }
    const { item } = input;
    const target = { kind: "request", id: row.id };
    const note = await keepTextIfAny(tx, ctx, target, input.note);
    const said = {
      answer: input.answer,
      noteId: note?.id ?? null,
      answeredBy: ctx.actor.memberId,
      answeredAt: ctx.now,
    };
    const [before] = await tx
      .select({ answer: checklistAnswer.answer, answeredBy: checklistAnswer.answeredBy })
      .from(checklistAnswer)
      .where(
        and(
          inOrg(ctx, checklistAnswer),
          eq(checklistAnswer.requestId, row.id),
          eq(checklistAnswer.item, item),
        ),
      );
    await tx
      .insert(checklistAnswer)
      .values({ orgId: ctx.orgId, requestId: row.id, item, ...said })
      .onConflictDoUpdate({
        target: [checklistAnswer.orgId, checklistAnswer.requestId, checklistAnswer.item],
        set: said,
      });
    await recordAudit(tx, ctx, {
      verb: "request.answer_checklist",
      target,
      ...(before ? { before: { item, ...before } } : {}),
      after: { item, answer: input.answer, note },
    });
    return { requestId: row.id, item, answer: input.answer };
  });
}

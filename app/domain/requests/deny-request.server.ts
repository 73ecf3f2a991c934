import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { permitScope } from "#app/domain/permit.ts";
import { freezeDrift } from "#app/domain/requests/drift-evidence-queries.server.ts";
import {
  checklistOf,
  freezeEvidence,
  getChecklistAnswers,
  getServerEvidence,
} from "#app/domain/requests/evidence-queries.server.ts";
import { keepDecision } from "#app/domain/requests/keep-decision.server.ts";
import {
  getRequestForChange,
  requireDecider,
  requireStep,
} from "#app/domain/requests/open-request-queries.server.ts";
import type { DenyRequestInput } from "#app/domain/requests/request-inputs.ts";

/** Denies a request with a reason, keeping what the decider saw. Throws Forbidden unless eligible, Conflict when final. */
export function denyRequest(
  ctx: MemberCtx,
  input: DenyRequestInput,
): Promise<{ requestId: string; decisionId: string }> {
  permitScope(ctx, "request.decide", "decide");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    const decider = await requireDecider(tx, ctx, row);
    await requireStep(tx, ctx, row, "denied");
    const evidence = await getServerEvidence(tx, ctx, row.serverId, row.release);
    const answers = await getChecklistAnswers(tx, ctx, row.id);
    const checklist = checklistOf(evidence, row.tools, answers, ctx.now);
    const frozen = {
      ...freezeEvidence(evidence, checklist, row),
      ...(await freezeDrift(tx, ctx, row)),
    };
    const { decisionId, reason } = await keepDecision(tx, ctx, row, {
      decider,
      outcome: "denied",
      reason: input.reason,
      evidence: frozen,
    });
    await recordAudit(tx, ctx, {
      verb: "request.deny",
      target: { kind: "request", id: row.id },
      touched: [
        { kind: "decision", id: decisionId },
        { kind: "server", id: row.serverId },
      ],
      before: { state: row.state },
      after: { state: "denied", kind: row.launchDriftId ? "launch_drift" : row.kind, reason },
    });
    return { requestId: row.id, decisionId };
  });
}

import type { Transaction } from "#app/db/client.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { lockServer } from "#app/domain/catalog/lock-server.server.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { Approval } from "#app/domain/requests/approval-rules.ts";
import { approveLaunchDrift } from "#app/domain/requests/approve-launch-drift.server.ts";
import type { Decider } from "#app/domain/requests/decider-rules.ts";
import { freezeDrift } from "#app/domain/requests/drift-evidence-queries.server.ts";
import {
  checklistOf,
  freezeEvidence,
  getChecklistAnswers,
  getServerEvidence,
} from "#app/domain/requests/evidence-queries.server.ts";
import { keepDecision } from "#app/domain/requests/keep-decision.server.ts";
import type { RequestRow } from "#app/domain/requests/open-request-queries.server.ts";
import type { ApproveRequestInput } from "#app/domain/requests/request-inputs.ts";

/**
 * Accepts what a server changed to, inside `approveRequest`, which locked the request: its tools are pinned anew for everybody
 * who holds it, and no grant is made or changed. Throws Invalid without the list that was seen, or with terms, which a drift
 * has none of; Conflict when the server lists something else by now.
 */
export async function approveDrift(
  tx: Transaction,
  ctx: MemberCtx,
  input: ApproveRequestInput,
  row: RequestRow,
  decider: Decider,
): Promise<Approval> {
  if (row.grantId === null) throw new Error("A request about a drift always names a grant.");
  if (input.tools || input.environment || input.endsAt || input.release) {
    const text = "What changed is accepted or denied as a whole. Change the grants instead.";
    throw new Invalid(`The approval was not saved. ${text}`, { tools: [text] });
  }
  const { installationId, launchDriftId } = row;
  if (installationId && launchDriftId) {
    return approveLaunchDrift(tx, ctx, input, { ...row, installationId }, decider);
  }
  if (!input.seenManifestId) {
    const text = "Name the list of tools that you looked at.";
    throw new Invalid(`The approval was not saved. ${text}`, { seenManifestId: [text] });
  }
  await lockServer(tx, ctx, row.serverId);
  const evidence = await getServerEvidence(tx, ctx, row.serverId, row.release);
  if (input.seenManifestId !== evidence.manifest?.id) {
    throw new Conflict(
      "The server's tools changed since you opened this. Look again. Your choice was not saved.",
    );
  }
  const checklist = checklistOf(evidence, null, await getChecklistAnswers(tx, ctx, row.id), ctx.now);
  const frozen = {
    ...freezeEvidence(evidence, checklist, row),
    ...(await freezeDrift(tx, ctx, row)),
  };
  await pinTools(tx, ctx, { serverId: row.serverId, pinnedBy: decider.memberId });
  const { decisionId, reason } = await keepDecision(tx, ctx, row, {
    decider,
    outcome: "approved",
    reason: input.reason,
    evidence: frozen,
  });
  await recordAudit(tx, ctx, {
    verb: "request.accept_drift",
    target: { kind: "request", id: row.id },
    touched: [{ kind: "server", id: row.serverId }],
    before: { state: row.state },
    after: { state: "approved", reason, hash: evidence.manifest.hash, tools: evidence.tools.length },
  });
  return { requestId: row.id, decisionId, grantId: row.grantId, endsAt: row.endsAt, tools: row.tools };
}

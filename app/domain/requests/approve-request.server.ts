import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { lockServer } from "#app/domain/catalog/lock-server.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import {
  lockHoldersDevices,
  pinLaunches,
  pinnedByApproval,
} from "#app/domain/inventory/pin-launches.server.ts";
import { seenOf } from "#app/domain/inventory/seen-launches.ts";
import { permitScope } from "#app/domain/permit.ts";
import { type Approval, agreeTerms } from "#app/domain/requests/approval-rules.ts";
import { approveDrift } from "#app/domain/requests/approve-drift.server.ts";
import {
  checklistOf,
  freezeEvidence,
  getChecklistAnswers,
  getServerEvidence,
} from "#app/domain/requests/evidence-queries.server.ts";
import { keepDecision } from "#app/domain/requests/keep-decision.server.ts";
import {
  getRequestForChange,
  requireActiveGrantee,
  requireDecider,
  requireStep,
} from "#app/domain/requests/open-request-queries.server.ts";
import { pinListedTools } from "#app/domain/requests/pin-listed-tools.server.ts";
import { pinnedFacts } from "#app/domain/requests/pinned-facts.server.ts";
import type { ApproveRequestInput } from "#app/domain/requests/request-inputs.ts";

/**
 * Approves a request as asked or narrower: issues the grant, pins the server's tools and how the holders start it, freezes what the decider saw.
 * Throws Forbidden unless eligible, Conflict when somebody was faster or the tools changed meanwhile, Invalid when wider.
 */
export function approveRequest(ctx: MemberCtx, input: ApproveRequestInput): Promise<Approval> {
  permitScope(ctx, "request.decide", "decide");
  return inTransaction(ctx, async (tx) => {
    const row = await getRequestForChange(tx, ctx, input.requestId);
    const decider = await requireDecider(tx, ctx, row);
    await requireStep(tx, ctx, row, "approved");
    if (row.kind === "drift") return approveDrift(tx, ctx, input, row, decider);
    await requireActiveGrantee(tx, ctx, row);
    const deviceIds = await lockHoldersDevices(tx, ctx, row);
    await lockServer(tx, ctx, row.serverId);
    const evidence = await getServerEvidence(tx, ctx, row.serverId, row.release);
    if (input.seenManifestId && input.seenManifestId !== evidence.manifest?.id) {
      throw new Conflict(
        "The server's tools changed since you opened this. Look again. Your choice was not saved.",
      );
    }
    const listed = evidence.manifest ? evidence.tools.map((tool) => tool.name) : null;
    const terms = agreeTerms(row, input, listed, ctx.now);
    const checklist = checklistOf(evidence, terms.tools, await getChecklistAnswers(tx, ctx, row.id), ctx.now);
    const accepted = await pinListedTools(tx, ctx, evidence, {
      decider,
      hasSeen: Boolean(input.seenManifestId),
    });
    const { serverId, memberId, teamId, agentId } = row;
    const grantId = uuidv7();
    const whose = { serverId, memberId, teamId, agentId, grantedBy: decider.memberId };
    const begun = { startsAt: ctx.now, createdAt: ctx.now };
    await tx.insert(accessGrant).values({ orgId: ctx.orgId, id: grantId, ...whose, ...terms, ...begun });
    const which = pinnedByApproval(ctx, { ...row, environment: terms.environment });
    const launches = await pinLaunches(tx, ctx, { which, deviceIds, seen: seenOf(input) });
    const pinned = pinnedFacts(launches);
    const { decisionId, reason } = await keepDecision(tx, ctx, row, {
      decider,
      outcome: "approved",
      reason: input.reason,
      grantId,
      evidence: { ...freezeEvidence(evidence, checklist, row), ...accepted, launches },
    });
    await recordAudit(tx, ctx, {
      verb: "request.approve",
      target: { kind: "request", id: row.id },
      touched: [{ kind: "grant", id: grantId }, { kind: "server", id: row.serverId }, ...pinned.touched],
      before: { state: row.state, tools: row.tools, endsAt: row.endsAt.toISOString() },
      after: { state: "approved", reason, ...terms, endsAt: terms.endsAt.toISOString(), ...pinned.after },
    });
    return { requestId: row.id, decisionId, grantId, endsAt: terms.endsAt, tools: terms.tools };
  });
}

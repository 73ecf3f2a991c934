import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { lockServer } from "#app/domain/catalog/lock-server.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { lockDeviceOf, pinLaunches } from "#app/domain/inventory/pin-launches.server.ts";
import type { Approval } from "#app/domain/requests/approval-rules.ts";
import type { Decider } from "#app/domain/requests/decider-rules.ts";
import { freezeDrift } from "#app/domain/requests/drift-evidence-queries.server.ts";
import {
  checklistOf,
  freezeEvidence,
  getChecklistAnswers,
  getServerEvidence,
} from "#app/domain/requests/evidence-queries.server.ts";
import { keepDecision } from "#app/domain/requests/keep-decision.server.ts";
import { findOpenLaunchDrift } from "#app/domain/requests/launch-holder-queries.server.ts";
import type { RequestRow } from "#app/domain/requests/open-request-queries.server.ts";
import type { ApproveRequestInput } from "#app/domain/requests/request-inputs.ts";

/**
 * Accepts how one installation is started now, inside `approveRequest`, which locked the request: that becomes the pinned
 * launch, and no grant is made or changed. Throws Invalid without the launch that was seen; Conflict when it is another by now.
 */
export async function approveLaunchDrift(
  tx: Transaction,
  ctx: MemberCtx,
  input: ApproveRequestInput,
  row: RequestRow & { installationId: string },
  decider: Decider,
): Promise<Approval> {
  const { grantId, installationId } = row;
  if (grantId === null) throw new Error("A request about a drift always names a grant.");
  if (input.seenLaunches?.length !== 1 || input.seenLaunches[0]?.installationId !== installationId) {
    const text = "Name the installation and the launch that you looked at.";
    throw new Invalid(`The approval was not saved. ${text}`, { seenLaunches: [text] });
  }
  const deviceIds = await lockDeviceOf(tx, ctx, installationId);
  await lockServer(tx, ctx, row.serverId);
  const drift = await findOpenLaunchDrift(tx, ctx, installationId);
  if (!drift) throw new Conflict("It is started as approved again. Look again. Nothing was decided.");
  const evidence = await getServerEvidence(tx, ctx, row.serverId, row.release);
  const checklist = checklistOf(evidence, null, await getChecklistAnswers(tx, ctx, row.id), ctx.now);
  const frozenDrift = await freezeDrift(tx, ctx, { ...row, launchDriftId: drift.id });
  const which = sql`i.org_id = ${ctx.orgId}::uuid and i.id = ${installationId}::uuid and i.removed_at is null`;
  const launches = await pinLaunches(tx, ctx, {
    which,
    deviceIds,
    seen: { launches: input.seenLaunches, beyond: null },
  });
  const { decisionId, reason } = await keepDecision(tx, ctx, row, {
    decider,
    outcome: "approved",
    reason: input.reason,
    launchDriftId: drift.id,
    evidence: { ...freezeEvidence(evidence, checklist, row), ...frozenDrift, launches },
  });
  await recordAudit(tx, ctx, {
    verb: "request.accept_launch_drift",
    target: { kind: "request", id: row.id },
    touched: [
      { kind: "installation", id: installationId },
      { kind: "server", id: row.serverId },
    ],
    before: { state: row.state, hash: drift.approvedWay },
    after: { state: "approved", reason, because: drift.change, hash: launches[0]?.hash },
  });
  return { requestId: row.id, decisionId, grantId, endsAt: row.endsAt, tools: row.tools };
}

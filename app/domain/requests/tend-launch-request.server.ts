import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { closeDriftRequest, type Tended } from "#app/domain/requests/close-drift-request.server.ts";
import { launchReason } from "#app/domain/requests/drift-request-rules.ts";
import { findLaunchHolder, findOpenLaunchDrift } from "#app/domain/requests/launch-holder-queries.server.ts";
import { expiryOf, OPEN_STATES } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/**
 * Makes the request that asks whether an installation may go on as it is started now agree with how it differs: opened once,
 * renewed when it is started in yet another way, closed when nothing is left to decide. What was denied is not asked again.
 */
export function tendLaunchRequest(ctx: Ctx, input: { installationId: string }): Promise<Tended> {
  permit(ctx, "request.decide");
  return inTransaction(ctx, async (tx) => {
    const { installationId } = input;
    await takeTurn(tx, ctx, `launch request ${installationId}`);
    const mine = and(
      inOrg(ctx, request),
      eq(request.installationId, installationId),
      isNotNull(request.launchDriftId),
    );
    const [open] = await tx
      .select()
      .from(request)
      .where(and(mine, inArray(request.state, [...OPEN_STATES])))
      .for("update");
    const drift = await findOpenLaunchDrift(tx, ctx, installationId);
    const nothing: Tended = { done: "nothing", requestId: open?.id ?? null };
    if (!drift || drift.wasDenied) return open ? closeDriftRequest(tx, ctx, open) : nothing;
    const { serverId } = drift;
    const about = { launchDriftId: drift.id, reason: launchReason(drift), expiresAt: expiryOf(ctx.now) };
    const touched = [
      { kind: "installation", id: installationId },
      { kind: "server", id: serverId },
    ];
    if (open) {
      if (open.launchDriftId === drift.id && open.reason === about.reason) return nothing;
      await tx
        .update(request)
        .set(about)
        .where(and(mine, eq(request.id, open.id)));
      await recordAudit(tx, ctx, {
        verb: "request.renew_launch_drift",
        target: { kind: "request", id: open.id },
        touched,
        after: { drift: drift.class, because: drift.change },
      });
      return { done: "renewed", requestId: open.id };
    }
    const holder = await findLaunchHolder(tx, ctx, drift.id);
    if (!holder) return nothing;
    const id = uuidv7();
    await tx.insert(request).values({
      orgId: ctx.orgId,
      id,
      kind: "drift",
      serverId,
      installationId,
      ...holder,
      ...about,
      state: "pending_approval",
      submittedAt: ctx.now,
    });
    await recordAudit(tx, ctx, {
      verb: "request.open_launch_drift",
      target: { kind: "request", id },
      touched,
      after: { serverId, drift: drift.class, because: drift.change },
    });
    return { done: "opened", requestId: id };
  });
}

import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { launchReason } from "#app/domain/requests/drift-request-rules.ts";
import {
  closeDriftRequest,
  openDriftRequest,
  renewDriftRequest,
  type Tended,
} from "#app/domain/requests/drift-request-steps.server.ts";
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
    const about = {
      says: { launchDriftId: drift.id, reason: launchReason(drift), expiresAt: expiryOf(ctx.now) },
      touched: [
        { kind: "installation", id: installationId },
        { kind: "server", id: serverId },
      ],
      after: { serverId, drift: drift.class, because: drift.change },
    };
    if (open) return renewDriftRequest(tx, ctx, "request.renew_launch_drift", open, about);
    const holder = await findLaunchHolder(tx, ctx, drift.id);
    if (!holder) return nothing;
    const whose = { ...holder, serverId, installationId };
    return openDriftRequest(tx, ctx, "request.open_launch_drift", whose, about);
  });
}

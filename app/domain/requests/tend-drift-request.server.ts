import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { lockServer } from "#app/domain/catalog/lock-server.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { findDriftHolder, findOpenDrift } from "#app/domain/requests/drift-holder-queries.server.ts";
import { driftReason } from "#app/domain/requests/drift-request-rules.ts";
import {
  closeDriftRequest,
  openDriftRequest,
  renewDriftRequest,
  type Tended,
} from "#app/domain/requests/drift-request-steps.server.ts";
import { recordDriftEvidence } from "#app/domain/requests/record-drift-evidence.server.ts";
import { expiryOf, OPEN_STATES } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/**
 * Makes the request that asks whether a server's users may go on with what it changed to agree with its drift now: opened
 * once, renewed when another list follows, closed when nothing is left to decide. It stands in the name of whoever holds
 * the server longest, so that they do not decide it. What was denied is not asked again.
 */
export function tendDriftRequest(ctx: Ctx, input: { serverId: string }): Promise<Tended> {
  permit(ctx, "request.decide");
  return inTransaction(ctx, async (tx) => {
    const { serverId } = input;
    await takeTurn(tx, ctx, `drift request ${serverId}`);
    const mine = and(inOrg(ctx, request), eq(request.serverId, serverId), isNotNull(request.driftId));
    // the request before the server, as an approval locks them
    const [open] = await tx
      .select()
      .from(request)
      .where(and(mine, inArray(request.state, [...OPEN_STATES])))
      .for("update");
    await lockServer(tx, ctx, serverId);
    await recordDriftEvidence(tx, ctx, serverId);
    const drift = await findOpenDrift(tx, ctx, serverId);
    const nothing: Tended = { done: "nothing", requestId: open?.id ?? null };
    if (!drift) return open ? closeDriftRequest(tx, ctx, open) : nothing;
    const about = {
      says: { driftId: drift.id, reason: driftReason(drift), expiresAt: expiryOf(ctx.now) },
      touched: [
        { kind: "server", id: serverId },
        { kind: "manifest", id: drift.manifestId },
      ],
      after: { serverId, drift: drift.class },
    };
    if (open) return renewDriftRequest(tx, ctx, "request.renew_drift", open, about);
    const [last] = await tx.select().from(request).where(mine).orderBy(desc(request.id)).limit(1);
    if (last?.state === "denied" && last.driftId === drift.id) return nothing;
    const holder = await findDriftHolder(tx, ctx, serverId);
    if (!holder) return nothing;
    return openDriftRequest(tx, ctx, "request.open_drift", { ...holder, serverId }, about);
  });
}

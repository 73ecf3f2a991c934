import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { lockServer } from "#app/domain/catalog/lock-server.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { closeDriftRequest, type Tended } from "#app/domain/requests/close-drift-request.server.ts";
import { findDriftHolder, findOpenDrift } from "#app/domain/requests/drift-holder-queries.server.ts";
import { driftReason } from "#app/domain/requests/drift-request-rules.ts";
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
    const about = { driftId: drift.id, reason: driftReason(drift), expiresAt: expiryOf(ctx.now) };
    const touched = [
      { kind: "server", id: serverId },
      { kind: "manifest", id: drift.manifestId },
    ];
    if (open) {
      // the same list classified anew says something else
      if (open.driftId === drift.id && open.reason === about.reason) return nothing;
      await tx
        .update(request)
        .set(about)
        .where(and(mine, eq(request.id, open.id)));
      await recordAudit(tx, ctx, {
        verb: "request.renew_drift",
        target: { kind: "request", id: open.id },
        touched,
        after: { serverId, drift: drift.class },
      });
      return { done: "renewed", requestId: open.id };
    }
    const [last] = await tx.select().from(request).where(mine).orderBy(desc(request.id)).limit(1);
    if (last?.state === "denied" && last.driftId === drift.id) return nothing;
    const holder = await findDriftHolder(tx, ctx, serverId);
    if (!holder) return nothing;
    const id = uuidv7();
    await tx.insert(request).values({
      orgId: ctx.orgId,
      id,
      kind: "drift",
      serverId,
      ...holder,
      ...about,
      state: "pending_approval",
      submittedAt: ctx.now,
    });
    await recordAudit(tx, ctx, {
      verb: "request.open_drift",
      target: { kind: "request", id },
      touched,
      after: { serverId, drift: drift.class },
    });
    return { done: "opened", requestId: id };
  });
}

import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { type AuditEntry, recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { RequestRow } from "#app/domain/requests/open-request-queries.server.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

// The three things that become of a request Castellan asks itself: opened, renewed, closed.

/** What became of one. */
export type Tended = { done: "opened" | "renewed" | "closed" | "nothing"; requestId: string | null };

/** Closes a locked request about a drift of which nothing is left to decide, inside the verb that found that out. */
export async function closeDriftRequest(tx: Transaction, ctx: Ctx, open: RequestRow): Promise<Tended> {
  await tx
    .update(request)
    .set({ state: "cancelled", cancelReason: "drift_settled", decidedAt: ctx.now })
    .where(and(inOrg(ctx, request), eq(request.id, open.id)));
  await recordAudit(tx, ctx, {
    verb: "request.cancel",
    target: { kind: "request", id: open.id },
    touched: [{ kind: "server", id: open.serverId }],
    before: { state: open.state },
    after: { state: "cancelled", because: "drift_settled" },
  });
  return { done: "closed", requestId: open.id };
}

/** What such a request says now, and the event that tells so. */
type About = {
  says: Pick<typeof request.$inferInsert, "driftId" | "launchDriftId" | "reason" | "expiresAt">;
  touched: AuditEntry["touched"];
  after: AuditEntry["after"];
};

/** Opens a request about a drift, in the name of a grant's holder, inside the verb that found the drift. */
export async function openDriftRequest(
  tx: Transaction,
  ctx: Ctx,
  verb: "request.open_drift" | "request.open_launch_drift",
  whose: Omit<
    typeof request.$inferInsert,
    "orgId" | "id" | "kind" | "state" | "submittedAt" | keyof About["says"]
  >,
  { says, touched, after }: About,
): Promise<Tended> {
  const id = uuidv7();
  await tx.insert(request).values({
    ...whose,
    ...says,
    orgId: ctx.orgId,
    id,
    kind: "drift",
    state: "pending_approval",
    submittedAt: ctx.now,
  });
  await recordAudit(tx, ctx, { verb, target: { kind: "request", id }, touched, after });
  return { done: "opened", requestId: id };
}

/** Says in a locked request about a drift what it is about now; nothing when that is what it says. */
export async function renewDriftRequest(
  tx: Transaction,
  ctx: Ctx,
  verb: "request.renew_drift" | "request.renew_launch_drift",
  open: RequestRow,
  { says, touched, after }: About,
): Promise<Tended> {
  const isSame =
    open.reason === says.reason &&
    open.driftId === (says.driftId ?? null) &&
    open.launchDriftId === (says.launchDriftId ?? null);
  if (isSame) return { done: "nothing", requestId: open.id };
  await tx
    .update(request)
    .set(says)
    .where(and(inOrg(ctx, request), eq(request.id, open.id)));
  await recordAudit(tx, ctx, { verb, target: { kind: "request", id: open.id }, touched, after });
  return { done: "renewed", requestId: open.id };
}

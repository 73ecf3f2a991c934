import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { type KeptText, keepTextIfAny } from "#app/domain/audit/keep-text.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import type { Decider } from "#app/domain/requests/decider-rules.ts";
import type { RequestRow } from "#app/domain/requests/open-request-queries.server.ts";
import { decision, request } from "#app/domain/requests/request-tables.server.ts";

type Decided = Pick<typeof decision.$inferInsert, "outcome" | "evidence" | "grantId"> & {
  decider: Decider;
  /** As the decider wrote it. */
  reason: string | null | undefined;
  /** The drift that was decided, where it is another than the one the request was opened about. */
  launchDriftId?: string;
};

/**
 * Writes what was decided of a locked request: the reason, the evidence as it stood, and the state. Inside the verb that
 * decides, which records the event.
 */
export async function keepDecision(
  tx: Transaction,
  ctx: MemberCtx,
  row: RequestRow,
  { decider, reason: written, launchDriftId, ...decided }: Decided,
): Promise<{ decisionId: string; reason: KeptText | null }> {
  const decisionId = uuidv7();
  const reason = (await keepTextIfAny(tx, ctx, { kind: "request", id: row.id }, written)) ?? null;
  await tx.insert(decision).values({
    orgId: ctx.orgId,
    id: decisionId,
    requestId: row.id,
    decidedBy: decider.memberId,
    reasonId: reason?.id,
    reasonHash: reason?.hash,
    decidedAt: ctx.now,
    ...decided,
  });
  await tx
    .update(request)
    .set({ state: decided.outcome, decidedAt: ctx.now, ...(launchDriftId ? { launchDriftId } : {}) })
    .where(and(inOrg(ctx, request), eq(request.id, row.id)));
  return { decisionId, reason };
}

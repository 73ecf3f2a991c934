import { and, desc, eq, gt, isNotNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import { flowEnd } from "#app/domain/identity/openid-rules.ts";
import { openidFlow } from "#app/domain/identity/openid-tables.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";

/** Keeps whom the provider vouched for until their account's own proof comes, a few minutes from now. */
export async function letOpenidFlowWait(
  tx: Transaction,
  place: { orgId: string; now: Date },
  flowId: string,
  waiting: ProvedPerson,
): Promise<void> {
  await tx
    .update(openidFlow)
    .set({ waiting, expiresAt: flowEnd(place.now) })
    .where(and(inOrg(place, openidFlow), eq(openidFlow.id, flowId)));
}

/** The newest flow of this browser that waits for its account's own proof. */
export async function findWaitingFlow(
  tx: Transaction,
  place: { orgId: string; now: Date },
  browser: string,
): Promise<{ id: string; waiting: ProvedPerson; returnTo: string | null } | undefined> {
  const [found] = await tx
    .select({ id: openidFlow.id, waiting: openidFlow.waiting, returnTo: openidFlow.returnTo })
    .from(openidFlow)
    .where(
      and(
        inOrg(place, openidFlow),
        eq(openidFlow.browserHash, hashSecret(browser)),
        isNotNull(openidFlow.waiting),
        gt(openidFlow.expiresAt, place.now),
      ),
    )
    .orderBy(desc(openidFlow.id))
    .limit(1)
    .for("update");
  return found?.waiting ? { ...found, waiting: found.waiting } : undefined;
}

export async function forgetOpenidFlow(
  tx: Transaction,
  place: { orgId: string },
  flowId: string,
): Promise<void> {
  await tx.delete(openidFlow).where(and(inOrg(place, openidFlow), eq(openidFlow.id, flowId)));
}

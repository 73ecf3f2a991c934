import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { openidFlow } from "#app/domain/identity/openid-tables.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";

type Place = { db: Database; orgId: string; now: Date };
export type OpenidFlow = typeof openidFlow.$inferSelect;

/** The flow this state and browser belong to, once; undefined when it is another's, over or used already. */
export async function takeOpenidFlow(
  place: Place,
  flow: { state: string; browser: string },
): Promise<OpenidFlow | undefined> {
  return inTransaction(place, async (tx) => {
    const [taken] = await tx
      .update(openidFlow)
      .set({ usedAt: place.now })
      .where(
        and(
          inOrg(place, openidFlow),
          eq(openidFlow.stateHash, hashSecret(flow.state)),
          eq(openidFlow.browserHash, hashSecret(flow.browser)),
          isNull(openidFlow.usedAt),
          gt(openidFlow.expiresAt, place.now),
        ),
      )
      .returning();
    return taken;
  });
}

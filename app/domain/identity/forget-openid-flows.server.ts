import { and, lte } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { openidFlow } from "#app/domain/identity/openid-tables.server.ts";

type Place = { db: Database; orgId: string; now: Date };

/** Flows that are over; a chore of the sweep. */
export async function forgetOpenidFlows(place: Place): Promise<void> {
  await inTransaction(place, (tx) =>
    tx.delete(openidFlow).where(and(inOrg(place, openidFlow), lte(openidFlow.expiresAt, place.now))),
  );
}

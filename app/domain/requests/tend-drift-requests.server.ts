import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { findUntendedDrifts } from "#app/domain/requests/drift-holder-queries.server.ts";
import { tendDriftRequest } from "#app/domain/requests/tend-drift-request.server.ts";

/** Tends what a lost job, an expired request or a leaver left behind; each server in a transaction of its own. */
export async function tendDriftRequests(ctx: Ctx, options: { limit: number }): Promise<{ tended: number }> {
  permit(ctx, "request.decide");
  const servers = await inTransaction(ctx, (tx) => findUntendedDrifts(tx, ctx, options.limit));
  let tended = 0;
  for (const serverId of servers) {
    if ((await tendDriftRequest(ctx, { serverId })).done !== "nothing") tended += 1;
  }
  return { tended };
}

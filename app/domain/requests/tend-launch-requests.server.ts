import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { findUntendedLaunches } from "#app/domain/requests/launch-holder-queries.server.ts";
import { tendLaunchRequest } from "#app/domain/requests/tend-launch-request.server.ts";

/**
 * Tends what is started otherwise and not asked about, on one device or anywhere: after a report, and after a lost job, an
 * expired request or a new policy. Each installation in a transaction of its own.
 */
export async function tendLaunchRequests(
  ctx: Ctx,
  options: { limit: number; deviceId?: string },
): Promise<{ tended: number }> {
  permit(ctx, "request.decide");
  const untended = await inTransaction(ctx, (tx) => findUntendedLaunches(tx, ctx, options));
  let tended = 0;
  for (const installationId of untended) {
    if ((await tendLaunchRequest(ctx, { installationId })).done !== "nothing") tended += 1;
  }
  return { tended };
}

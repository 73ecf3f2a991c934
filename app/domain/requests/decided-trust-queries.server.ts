import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";
import { visibleRequests } from "#app/domain/requests/visible-requests.server.ts";
import { type FrozenTrust, type TrustDifference, trustDifference } from "#app/domain/trust/frozen-trust.ts";
import type { Trust } from "#app/domain/trust/trust-queries.server.ts";

/** The trust frozen with the newest decision on a server that the actor may see and that froze one. */
export async function findDecidedTrust(
  tx: Transaction,
  ctx: MemberCtx,
  serverId: string,
): Promise<FrozenTrust | undefined> {
  const [found] = await tx.execute<{ trust: NonNullable<FrozenEvidence["trust"]> }>(sql`
    select d.evidence -> 'trust' as trust from request r join decision d on d.org_id = r.org_id and d.request_id = r.id
    where r.org_id = ${ctx.orgId} and r.server_id = ${serverId} and ${visibleRequests(ctx, sql`r`)}
      and d.evidence -> 'trust' is not null
    order by d.decided_at desc, d.id desc limit 1`);
  return found?.trust;
}

/** What changed in the trust in a server since the newest decision on it; null where none was decided with a score. */
export function findTrustChange(
  ctx: MemberCtx,
  serverId: string,
  now: Pick<Trust, "release" | "score">,
): Promise<TrustDifference | null> {
  permit(ctx, "request.read_own");
  return inTransaction(ctx, async (tx) => {
    const decided = await findDecidedTrust(tx, ctx, serverId);
    return decided ? trustDifference(decided, now) : null;
  });
}

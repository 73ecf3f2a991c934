import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { forTeam, undecided, visibleRequests } from "#app/domain/requests/visible-requests.server.ts";

const RequestSummary = z.object({
  /** Not decided and not past their time: they wait on a decider or on whoever asked. */
  undecided: z.number(),
  /** Of these, past the time by which somebody should have decided. */
  pastDue: z.number(),
  /** When the oldest of them was sent; null when none waits. */
  oldestAt: z.coerce.date().nullable(),
  /** Half of them wait longer than this, in milliseconds; null when none waits. */
  medianAgeMs: z.number().nullable(),
});
export type RequestSummary = z.infer<typeof RequestSummary>;

/** How much waits to be decided and for how long, over the requests the actor may see. */
export function getRequestSummary(ctx: Ctx, filter: { team?: string } = {}): Promise<RequestSummary> {
  permit(ctx, "request.read_own");
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const ofTeam = filter.team ? forTeam(ctx, filter.team) : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select count(*)::int as undecided, count(*) filter (where r.due_at <= ${now})::int as "pastDue",
        min(r.submitted_at) as "oldestAt",
        (percentile_cont(0.5) within group (order by extract(epoch from ${now} - r.submitted_at)) * 1000)::float8
          as "medianAgeMs"
      from request r where r.org_id = ${ctx.orgId} and ${undecided(ctx)} and ${visibleRequests(ctx)} and ${ofTeam}`);
    return RequestSummary.parse(found);
  });
}

import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { InUseKind } from "#app/domain/inventory/in-use-sql.server.ts";
import { isStopped } from "#app/domain/inventory/standing-sql.server.ts";

const State = z.object({
  // ids of the marks left, as text: they outgrow a JavaScript number
  first: z.coerce.bigint().nullable(),
  last: z.coerce.bigint().nullable(),
  late: z.boolean(),
  stale: z.boolean(),
  stopped: z.boolean(),
});
type State = z.infer<typeof State>;

/** What is left to derive, and to add up of `kind`, before the inventory is true at `ctx.now`. */
export async function stateOf(tx: Transaction, ctx: Ctx, kind: InUseKind | null): Promise<State> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const [found] = await tx.execute(sql`
    select (select min(id) from standing_mark where org_id = ${ctx.orgId}) as first,
      (select max(id) from standing_mark where org_id = ${ctx.orgId}) as last,
      exists (select from installation_standing where org_id = ${ctx.orgId} and holds_until <= ${now})
        or exists (select from installation_standing where org_id = ${ctx.orgId} and holds_from > ${now}) as late,
      exists (select from in_use where org_id = ${ctx.orgId} and kind = ${kind} and is_stale) as stale,
      ${isStopped(ctx)} as stopped`);
  return State.parse(found);
}

/** Whether time has changed a standing, or a mark is left that was there, or on its way, when the reader looked first. */
export function isDue({ first, late }: State, upTo: bigint | null): boolean {
  return late || (first !== null && upTo !== null && first <= upTo);
}

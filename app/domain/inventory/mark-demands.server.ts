import { type SQL, sql } from "drizzle-orm";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** What was committed a little after its own time was not there yet for a report taken meanwhile. */
const SLACK = sql.raw(`interval '1 minute'`);

const CHANGED = {
  listings: (ctx: Ctx): SQL => sql`
    select s.id as server_id, max(greatest(l.changed_at, l.removed_at)) as at from server s
    join listing_identity p on p.org_id = ${ctx.orgId} and p.identity = s.identity
    join listing l on l.org_id = ${ctx.orgId} and l.id = p.listing_id
    where s.org_id = ${ctx.orgId} group by s.id`,
  looks: (ctx: Ctx): SQL => sql`
    select k.server_id, max(k.ended_at) as at from look k
    where k.org_id = ${ctx.orgId} and k.ended_at is not null group by k.server_id`,
};

/**
 * Has the devices read anew for the register of credentials on which a server stands whose registry entries, or whose own
 * answer, changed since: what it asks for may be another.
 */
export function markDemands(ctx: Ctx, changed: keyof typeof CHANGED): Promise<{ marked: number }> {
  return inTransaction(ctx, async (tx) => {
    const marked = await tx.execute(sql`
      with changed as materialized (${CHANGED[changed](ctx)}),
      stale as materialized (
        select i.device_id as id, max(c.at) as at from changed c
        join installation i on i.org_id = ${ctx.orgId} and i.server_id = c.server_id and i.removed_at is null
        group by i.device_id),
      due as (
        select d.id from device d join stale s on s.id = d.id
        where d.org_id = ${ctx.orgId} and d.credential_rules > 0
          and s.at > coalesce(d.credentials_read_at, '-infinity'::timestamptz) - ${SLACK}
        order by d.id for update of d)
      update device d set credential_rules = 0 from due where d.org_id = ${ctx.orgId} and d.id = due.id returning d.id`);
    return { marked: marked.length };
  });
}

import { type SQL, sql } from "drizzle-orm";

/**
 * Servers in `among` (a subselect of ids) whose confirmed tools are not what was pinned, as a subquery with one column `server_id`.
 * The SQL twin of `isDrift(differencesFromPins(…))`: tools nobody confirmed never count.
 */
export function driftedServers(ctx: { orgId: string }, among: SQL): SQL {
  return sql`(
    select t.server_id from tool t
    join manifest m on m.org_id = t.org_id and m.id = t.manifest_id and m.is_confirmed
    left join pin p on p.org_id = t.org_id and p.server_id = t.server_id and p.tool_name = t.name
    where t.org_id = ${ctx.orgId} and t.server_id in (${among})
      and (p.tool_name is null or p.tool_hash <> t.hash)
      and exists (select 1 from pin q where q.org_id = t.org_id and q.server_id = t.server_id)
    group by t.server_id)`;
}

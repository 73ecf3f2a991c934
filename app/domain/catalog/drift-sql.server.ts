import { type SQL, sql } from "drizzle-orm";

/** Whether the server of `pinned_list` row `l` differs from what was pinned, classified or not yet. */
export function isDrifting(ctx: { orgId: string }): SQL {
  const all = sql`select s.id from server s where s.org_id = ${ctx.orgId}`;
  return sql`(l.drift is not null or l.server_id in ${driftedServers(ctx, all)})`;
}

/**
 * Servers in `among` (a subselect of ids) whose confirmed tools are not what was pinned, in a way that is not merely noted, as
 * a subquery with one column `server_id`. Tools nobody confirmed never count; a difference nobody classified does.
 */
export function driftedServers(ctx: { orgId: string }, among: SQL): SQL {
  return sql`(
    select x.server_id from (
      select t.server_id from tool t
      join manifest m on m.org_id = t.org_id and m.id = t.manifest_id and m.is_confirmed
      left join pin p on p.org_id = t.org_id and p.server_id = t.server_id and p.tool_name = t.name
      left join tool_drift d on d.org_id = t.org_id and d.server_id = t.server_id and d.tool_name = t.name
        and d.class = 'note' and d.tool_hash = t.hash and d.pinned_hash is not distinct from p.tool_hash
      where t.org_id = ${ctx.orgId} and t.server_id in (${among})
        and (p.tool_name is null or p.tool_hash <> t.hash) and d.tool_name is null
        and exists (select 1 from pin q where q.org_id = t.org_id and q.server_id = t.server_id)
      union all
      select l.server_id from pinned_list l
      where l.org_id = ${ctx.orgId} and l.server_id in (${among}) and l.drift in ('block', 're_approve')
    ) x group by x.server_id)`;
}

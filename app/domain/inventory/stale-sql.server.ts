import { type SQL, sql } from "drizzle-orm";
import {
  addedUp,
  facetsOf,
  firstPeople,
  firstServers,
  type InUseKind,
  NO_TEAM,
} from "#app/domain/inventory/in-use-sql.server.ts";

/** Adds up the servers or teams in `ids` (an array) from the installation standings there are, and keeps it in `in_use`. */
export function addUpAnew(ctx: { orgId: string }, kind: InUseKind, ids: SQL): SQL {
  const rows =
    kind === "server"
      ? sql`select i.*, i.server_id as subject_id from installation_standing i
          where i.org_id = ${ctx.orgId} and i.server_id = any(${ids})`
      : sql`select i.*, tm.team_id as subject_id from team_member tm join installation_standing i
          on i.org_id = ${ctx.orgId} and i.member_id = tm.member_id
          where tm.org_id = ${ctx.orgId} and tm.team_id = any(${ids})
          union all select i.*, ${NO_TEAM}::uuid from installation_standing i
          where i.org_id = ${ctx.orgId} and ${NO_TEAM}::uuid = any(${ids}) and not exists (select from team_member tm
            where tm.org_id = ${ctx.orgId} and tm.member_id = i.member_id)`;
  return sql`
    with row_of as (${rows}),
    counted as materialized (select i.*, facet from row_of i cross join lateral unnest(${facetsOf()}) as facet)
    insert into in_use (org_id, kind, subject_id, facet, need, severity, installations, people, servers, by_need, silent,
      returned, clients, first_seen_at, last_seen_at, first)
    select ${ctx.orgId}::uuid, ${kind}, u.*, f.first from ${addedUp(sql`counted`)} u
    join ${kind === "server" ? firstPeople(ctx, sql`counted`) : firstServers(ctx, sql`counted`)} f using (subject_id, facet)`;
}

import { type SQL, sql } from "drizzle-orm";
import { driftedServers } from "#app/domain/catalog/drift-sql.server.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";

type At = { orgId: string; now: Date };

/**
 * What grants say now per server, member and environment, for every active member: a subquery with columns `server_id`,
 * `member_id`, `environment`, `is_live`, `any_release`, `releases`, `is_suspended`, `is_past`.
 */
function holdings(ctx: At): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return sql`(
    select g.server_id, g.environment, g.holder_id as member_id,
      bool_or(g.running and not g.suspended) as is_live,
      bool_or(g.running and not g.suspended and g.release is null) as any_release,
      array_agg(g.release) filter (where g.running and not g.suspended and g.release is not null) as releases,
      bool_or(g.running and g.suspended) as is_suspended,
      bool_or(g.past) as is_past
    from (
      select a.server_id, a.environment, a.release, h.holder_id,
        a.revoked_at is null and a.starts_at <= ${now} and ${now} < a.ends_at as running,
        a.suspended_at is not null and (a.suspended_until is null or a.suspended_until > ${now}) as suspended,
        a.revoked_at is not null or a.ends_at <= ${now} as past
      from access_grant a
      join (
        select g.org_id, g.id, g.member_id as holder_id from access_grant g
        where g.org_id = ${ctx.orgId} and g.member_id is not null
        union all
        select g.org_id, g.id, tm.member_id from access_grant g
        join team_member tm on tm.org_id = g.org_id and tm.team_id = g.team_id
        where g.org_id = ${ctx.orgId}
      ) h on h.org_id = a.org_id and h.id = a.id
      join member m on m.org_id = a.org_id and m.id = h.holder_id and m.removed_at is null
      where a.org_id = ${ctx.orgId}
    ) g
    group by g.server_id, g.environment, g.holder_id)`;
}

/**
 * Joins for a query whose installation is aliased `i`: adds `h` (what grants say) and `d` (drift), so that `standingCase`
 * can be selected. One pass for any number of installations, no lookup per row.
 */
export function standingJoins(ctx: At): SQL {
  return sql`
    left join ${holdings(ctx)} h
      on h.server_id = i.server_id and h.member_id = i.member_id and h.environment = i.environment
    left join ${driftedServers(ctx)} d on d.server_id = i.server_id`;
}

/** The standing of installation `i` as text: the SQL twin of `standingOf`. Needs `standingJoins`. */
export function standingCase(ctx: At): SQL {
  const blocked = (kind: string) =>
    sql`(select b.subject_key from block b
      where b.org_id = ${ctx.orgId} and b.subject_kind = ${kind} and b.lifted_at is null)`;
  const noTeam = sql`(select tm.member_id from team_member tm join block b
      on b.org_id = tm.org_id and b.subject_kind = 'team' and b.subject_key = tm.team_id::text and b.lifted_at is null
      where tm.org_id = ${ctx.orgId})`;
  return sql`case
    when i.server_id::text in ${blocked("server")}
      or i.org_id::text in ${blocked("organization")}
      or i.member_id::text in ${blocked("member")}
      or i.device_id::text in ${blocked("device")}
      or coalesce(i.server_id::text || ' ' || i.release in ${blocked("release")}, false)
      or i.member_id in ${noTeam}
      or (h.is_suspended and not h.is_live) then 'blocked'
    when h.is_live and d.server_id is not null then 'drifted'
    when h.is_live and not h.any_release and not coalesce(i.release = any(h.releases), false) then 'over_scope'
    when h.is_live then 'approved'
    when h.is_past then 'lapsed'
    else 'unapproved' end`;
}

const NEED: Record<(typeof STANDINGS)[number], number> = {
  blocked: 1,
  drifted: 2,
  over_scope: 3,
  unapproved: 4,
  lapsed: 5,
  approved: 6,
};

/** The order in which standings need a person, 1 first (interface.md, Inventory list). */
export function standingRank(standing: SQL): SQL {
  const cases = STANDINGS.map((word) => sql`when ${word} then ${NEED[word]}::int`);
  return sql`case ${standing} ${sql.join(cases, sql` `)} end`;
}

/** The standing of rank `n`, the other way round. */
export function standingOfRank(rank: number): (typeof STANDINGS)[number] {
  return STANDINGS.find((word) => NEED[word] === rank) ?? "unapproved";
}

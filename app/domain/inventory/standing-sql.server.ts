import { type SQL, sql } from "drizzle-orm";
import { driftedServers } from "#app/domain/catalog/drift-sql.server.ts";
import { isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import {
  RETURNED_FOR_DAYS,
  SILENT_AFTER_DAYS,
  STANDINGS,
  type Standing,
} from "#app/domain/inventory/inventory-words.ts";

type At = { orgId: string; now: Date };

/** Whether a block of the whole organization stands: then every installation is blocked, whatever else is true of it. */
export function isStopped(ctx: { orgId: string }): SQL {
  return sql`exists (select from block b where b.org_id = ${ctx.orgId} and b.subject_key = ${ctx.orgId}
    and b.subject_kind = 'organization' and b.lifted_at is null)`;
}

/**
 * How the installations stand whose ids are in `ids`, a relation with one column `id`: a subquery with the columns of
 * `installation_standing` besides `org_id`, in that order. One pass for any number of them. A block of the whole
 * organization is left out (`isStopped`). The SQL twin of `standingOf`.
 *
 * Of an organization that just began the planner expects one row where there are ten thousand. So each installation is looked
 * up by its key, its findings in the order of their index by installation, and what is as many as they are is joined in full:
 * none is ever done row by row with row.
 */
export function derivedStandings(ctx: At, ids: SQL): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const org = sql`${ctx.orgId}::uuid`;
  return sql`(
    with place as materialized (
      select i.id, i.server_id, i.member_id, i.device_id, i.client, i.environment, i.release, i.removed_at, i.first_seen_at,
        i.last_seen_at, i.returned_at, i.launch_change, i.launch_class, dv.last_report_at,
        dv.last_report_at + ${hours(SILENT_AFTER_DAYS)} as silent_at, i.returned_at + ${hours(RETURNED_FOR_DAYS)} as settled_at
      from ${ids} asked
      cross join lateral ${byKey(ctx, "installation", sql`asked.id`)} i
      join device dv on dv.org_id = ${org} and dv.id = i.device_id
      where i.id = asked.id),
    key as (
      select distinct k.server_id, k.member_id, k.environment from place k
      join member m on m.org_id = ${org} and m.id = k.member_id and m.removed_at is null),
    held as (${holdings(ctx)}),
    stopped as materialized (
      select b.subject_kind, b.subject_key from block b where b.org_id = ${org} and b.lifted_at is null),
    halted as materialized (${stoppedPeople(ctx)})
    select i.id, i.server_id, i.member_id, i.device_id, i.client, i.removed_at is not null as is_removed,
      ${standingRank(standingCase(ctx))} as need, coalesce(f.worst, 0) as severity,
      coalesce(f.rules, '{}') as rules,
      case when i.removed_at is not null then 'removed'
        when i.last_report_at is null or i.silent_at <= ${now} then 'silent'
        when i.settled_at > ${now} then 'returned'
        else 'present' end as presence,
      i.first_seen_at, i.last_seen_at,
      greatest('-infinity', h.changed_at, f.accepted_before, case when i.silent_at <= ${now} then i.silent_at end,
        case when i.settled_at <= ${now} then i.settled_at end) as holds_from,
      least('infinity', h.changes_at, f.accepted_until, case when i.silent_at > ${now} then i.silent_at end,
        case when i.settled_at > ${now} then i.settled_at end) as holds_until
    from place i
    full join held h on h.server_id = i.server_id and h.member_id = i.member_id and h.environment = i.environment
    full join ${driftedServers(ctx, sql`select distinct server_id from place`)} d on d.server_id = i.server_id
    cross join lateral (
      select max(r.worst) as worst, array_agg(r.rule order by r.rule) filter (where r.worst is not null) as rules,
        max(r.accepted_before) as accepted_before, min(r.accepted_until) as accepted_until from (
        select o.rule, max(o.severity_rank) filter (where ${isOpen(ctx, "o")}) as worst,
          max(o.accepted_until) filter (where o.accepted_until <= ${now}) as accepted_before,
          min(o.accepted_until) filter (where o.accepted_until > ${now}) as accepted_until from finding o
        where o.org_id = ${org} and o.installation_id = i.id and o.resolved_at is null
        group by o.rule order by o.rule
      ) r
    ) f)`;
}

/**
 * Who is stopped at which server by how an installation of theirs is started, `server_id` and `member_id`: at the one that
 * stands there and at the one that was approved there. As `mayCall` decides it (`launchReasonOf`).
 */
export function stoppedPeople(ctx: { orgId: string }): SQL {
  return sql`
    select distinct there.server_id, p.member_id from installation p
    cross join lateral (values (p.server_id), (p.pinned_server_id)) as there(server_id)
    where p.org_id = ${ctx.orgId}::uuid and p.launch_change is not null and p.launch_class = 'block' and p.removed_at is null
      and there.server_id is not null`;
}

/**
 * The row of `table` with `id`, or the next one after it: to be looked at. In this order, and one only, it is found by the
 * primary key and no other index, whatever is known of the table.
 */
export function byKey(ctx: { orgId: string }, table: "installation" | "installation_standing", id: SQL): SQL {
  return sql`(select one.* from ${sql.raw(table)} one where one.org_id = ${ctx.orgId}::uuid and one.id >= ${id} order by one.id limit 1)`;
}

/** The first moment after a span of days counted to its end: the span itself still belongs to what was before. */
function hours(days: number): SQL {
  return sql.raw(`interval '${days * 24} hours 0.000001 seconds'`);
}

/**
 * What grants say now per `key` (server, member and environment), and when time changed it last and will change it next.
 */
function holdings(ctx: At): SQL {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const columns =
    sql.raw(`k.server_id, k.member_id, k.environment, a.release, a.starts_at, a.ends_at, a.revoked_at,
    a.suspended_at, a.suspended_until`);
  const instants = ["starts_at", "ends_at", "suspended_until"];
  const each = (pick: string, compare: string) =>
    sql.join(
      instants.map((name) => {
        const column = sql.raw(`g.${name}`);
        return sql`${sql.raw(pick)}(${column}) filter (where g.revoked_at is null and ${column} ${sql.raw(compare)} ${now})`;
      }),
      sql`, `,
    );
  return sql`
    select g.server_id, g.member_id, g.environment,
      bool_or(g.running and not g.suspended) as is_live,
      bool_or(g.running and not g.suspended and g.release is null) as any_release,
      array_agg(g.release) filter (where g.running and not g.suspended and g.release is not null) as releases,
      bool_or(g.running and g.suspended) as is_suspended,
      bool_or(g.revoked_at is not null or g.ends_at <= ${now}) as is_past,
      greatest(${each("max", "<=")}) as changed_at, least(${each("min", ">")}) as changes_at
    from (
      select t.*, t.revoked_at is null and t.starts_at <= ${now} and ${now} < t.ends_at as running,
        t.suspended_at is not null and (t.suspended_until is null or t.suspended_until > ${now}) as suspended
      from (
        select ${columns} from key k
        join access_grant a on a.org_id = ${ctx.orgId} and a.server_id = k.server_id and a.member_id = k.member_id
          and a.environment = k.environment
        union all
        select ${columns} from key k
        join team_member tm on tm.org_id = ${ctx.orgId} and tm.member_id = k.member_id
        join access_grant a on a.org_id = ${ctx.orgId} and a.server_id = k.server_id and a.team_id = tm.team_id
          and a.environment = k.environment
      ) t
    ) g
    group by g.server_id, g.member_id, g.environment`;
}

/** The standing of `place` row `i` as text: needs `h` (what grants say), `d` (drift), `stopped` (blocks that stand) and `halted`. */
function standingCase(ctx: At): SQL {
  const stopped = (kind: string) => sql`(select b.subject_key from stopped b where b.subject_kind = ${kind})`;
  return sql`case
    when i.server_id::text in ${stopped("server")}
      or i.member_id::text in ${stopped("member")}
      or i.device_id::text in ${stopped("device")}
      or coalesce(i.server_id::text || ' ' || i.release in ${stopped("release")}, false)
      or (i.release is null and i.server_id::text in
        (select left(b.subject_key, 36) from stopped b where b.subject_kind = 'release'))
      or i.member_id in (select tm.member_id from stopped b
        join team_member tm on tm.org_id = ${ctx.orgId} and tm.team_id::text = b.subject_key where b.subject_kind = 'team')
      or (h.is_suspended and not h.is_live) then 'blocked'
    when h.is_live and d.server_id is not null then 'drifted'
    when h.is_live and (i.server_id, i.member_id) in (select x.server_id, x.member_id from halted x) then 'drifted'
    when i.launch_class in ('block', 're_approve') and (h.is_live or i.launch_change = 'package_changed') then 'drifted'
    when h.is_live and not h.any_release and not coalesce(i.release = any(h.releases), false) then 'over_scope'
    when h.is_live then 'approved'
    when h.is_past then 'lapsed'
    else 'unapproved' end`;
}

/** The order in which standings need a person, 1 first (interface.md, Inventory list). */
export const NEED: Record<Standing, number> = {
  blocked: 1,
  drifted: 2,
  over_scope: 3,
  unapproved: 4,
  lapsed: 5,
  approved: 6,
};

function standingRank(standing: SQL): SQL {
  const cases = STANDINGS.map((word) => sql`when ${word} then ${NEED[word]}::int`);
  return sql`case ${standing} ${sql.join(cases, sql` `)} end`;
}

/** The standing of rank `n`, the other way round. */
export function standingOfRank(rank: number): Standing {
  return STANDINGS.find((word) => NEED[word] === rank) ?? "unapproved";
}

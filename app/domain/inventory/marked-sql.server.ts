import { type SQL, sql } from "drizzle-orm";
import { facetsOf, NO_TEAM } from "#app/domain/inventory/in-use-sql.server.ts";
import { byKey, derivedStandings } from "#app/domain/inventory/standing-sql.server.ts";

type At = { orgId: string; now: Date };

// One pass takes at most so many marks and so many rows whose time has come, so that it ends well within a statement's time.
const MARKS = 200;
const DUE = 5_000;

const KEPT = [
  "server_id",
  "member_id",
  "client",
  "is_removed",
  "need",
  "severity",
  "rules",
  "presence",
  "first_seen_at",
];
const COLUMNS =
  sql.raw(`id, server_id, member_id, device_id, client, is_removed, need, severity, rules, presence, first_seen_at,
  last_seen_at, holds_from, holds_until`);

/**
 * Takes marks, derives the installations they name and those whose time has come, and writes what is different. What adds
 * them up (`in_use`) is made stale where a row counts differently now; a mere newer sighting is carried over at once.
 */
export function deriveMarked(ctx: At): SQL {
  const org = sql`${ctx.orgId}::uuid`;
  const row = (alias: string) => sql.raw(KEPT.map((name) => `${alias}.${name}`).join(", "));
  return sql`
    with taken as (
      delete from standing_mark where org_id = ${org} and id in (
        select m.id from standing_mark m where m.org_id = ${org} order by m.id limit ${MARKS})
      returning server_id, device_id, member_id, team_id, installation_ids),
    dirty as materialized (${dirtyIds(ctx)}),
    fresh as materialized ${derivedStandings(ctx, sql`dirty`)},
    before as materialized (
      select s.* from dirty cross join lateral ${byKey(ctx, "installation_standing", sql`dirty.id`)} s where s.id = dirty.id),
    changed as materialized (
      select coalesce(f.id, b.id) as id, coalesce(f.server_id, b.server_id) as server_id, coalesce(f.member_id, b.member_id) as member_id,
        f.device_id, f.client, f.is_removed, f.need, f.severity, f.rules, f.presence, f.first_seen_at, f.last_seen_at, f.holds_from,
        f.holds_until, b.server_id as left_server, f.id is null as is_gone, f.id is null or b.id is null
          or f.last_seen_at < b.last_seen_at or row(${row("f")}) is distinct from row(${row("b")}) as counts_anew
      from fresh f full join before b on b.id = f.id
      where f.id is null or b.id is null or row(${row("f")}, f.last_seen_at, f.holds_from, f.holds_until)
        is distinct from row(${row("b")}, b.last_seen_at, b.holds_from, b.holds_until)),
    gone as (
      delete from installation_standing s using changed c where s.org_id = ${org} and s.id = c.id and c.is_gone),
    written as (
      insert into installation_standing as s (org_id, ${COLUMNS})
      select ${org}, ${COLUMNS} from changed where not is_gone
      on conflict (org_id, id) do update set (server_id, member_id, device_id, client, is_removed, need, severity, rules, presence,
        first_seen_at, last_seen_at, holds_from, holds_until) = (excluded.server_id, excluded.member_id, excluded.device_id,
        excluded.client, excluded.is_removed, excluded.need, excluded.severity, excluded.rules, excluded.presence, excluded.first_seen_at,
        excluded.last_seen_at, excluded.holds_from, excluded.holds_until)),
    stale as materialized (${staleSubjects(ctx)}),
    flagged as (
      insert into in_use as u (org_id, kind, subject_id, facet, is_stale)
      select ${org}, stale.kind, stale.subject_id, 'all', true from stale
      on conflict (org_id, kind, subject_id, facet) do update set is_stale = true where not u.is_stale),
    seen as (${newerSightings(ctx)}),
    sighted as (
      update in_use u set last_seen_at = seen.last_seen_at from seen
      where u.org_id = ${org} and u.kind = seen.kind and u.subject_id = seen.subject_id and u.facet = seen.facet
        and u.last_seen_at < seen.last_seen_at
        and not exists (select from stale where stale.kind = u.kind and stale.subject_id = u.subject_id))
    select count(*)::int as changed from changed`;
}

/** Ids of what the marks name, and of what time has changed since it was derived, whichever way the clock went. */
function dirtyIds(ctx: At): SQL {
  const org = sql`${ctx.orgId}::uuid`;
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return sql`
    select unnest(t.installation_ids) as id from taken t
    union select i.id from taken t join installation i on i.org_id = ${org} and i.device_id = t.device_id
    union select s.id from taken t join installation_standing s on s.org_id = ${org} and s.device_id = t.device_id
    union select i.id from taken t join installation i on i.org_id = ${org} and i.member_id = t.member_id
      and (t.server_id is null or i.server_id = t.server_id)
    union select i.id from taken t join team_member tm on tm.org_id = ${org} and tm.team_id = t.team_id and t.member_id is null
      join installation i on i.org_id = ${org} and i.member_id = tm.member_id and (t.server_id is null or i.server_id = t.server_id)
    union select i.id from taken t join installation i on i.org_id = ${org} and i.server_id = t.server_id
      and num_nonnulls(t.device_id, t.member_id, t.team_id) = 0
    union (select s.id from installation_standing s where s.org_id = ${org} and s.holds_until <= ${now}
      order by s.holds_until limit ${DUE})
    union (select s.id from installation_standing s where s.org_id = ${org} and s.holds_from > ${now}
      order by s.holds_from desc limit ${DUE})`;
}

/**
 * Servers and teams to be added up anew: of what counts differently now; of members marked alone, whose name may have
 * changed; and the teams somebody joined or left, with the people in none.
 */
function staleSubjects(ctx: At): SQL {
  const org = sql`${ctx.orgId}::uuid`;
  return sql`
    select 'server' as kind, c.server_id as subject_id from changed c where c.counts_anew
    union select 'server', c.left_server from changed c where c.counts_anew and c.left_server is not null
    union select 'server', f.server_id from taken t join fresh f on f.member_id = t.member_id
      where t.server_id is null and t.team_id is null
    union select 'team', coalesce(tm.team_id, ${NO_TEAM}::uuid) from changed c
      left join team_member tm on tm.org_id = ${org} and tm.member_id = c.member_id where c.counts_anew
    union select 'team', joined.team_id from taken t cross join lateral (values (t.team_id), (${NO_TEAM}::uuid)) as joined(team_id)
      where t.team_id is not null and t.member_id is not null`;
}

/** The newest sighting per subject and facet of rows that otherwise count as before. */
function newerSightings(ctx: At): SQL {
  const org = sql`${ctx.orgId}::uuid`;
  return sql`
    select o.kind, o.subject_id, facet, max(i.last_seen_at) as last_seen_at
    from changed i
    cross join lateral (
      select 'server' as kind, i.server_id as subject_id
      union all select 'team', coalesce(tm.team_id, ${NO_TEAM}::uuid) from (values (1)) one
        left join team_member tm on tm.org_id = ${org} and tm.member_id = i.member_id
    ) o
    cross join lateral unnest(${facetsOf()}) as facet
    where not i.counts_anew group by o.kind, o.subject_id, facet`;
}

import { type SQL, sql } from "drizzle-orm";
import type { IN_USE_KINDS } from "#app/domain/inventory/standing-tables.server.ts";

export type InUseKind = (typeof IN_USE_KINDS)[number];

/** The subject under which people in no team are added up. */
export const NO_TEAM = "00000000-0000-0000-0000-000000000000";

/** The facets an installation standing aliased `i` counts in, as an array. What was removed counts in one of its own. */
export function facetsOf(): SQL {
  return sql`case when i.is_removed then array['presence:removed']
    else array['all', 'need:' || i.need, 'client:' || i.client, 'presence:' || i.presence]
      || (array['severity:1', 'severity:2', 'severity:3', 'severity:4'])[1:i.severity]
      || array(select 'finding:' || rule from unnest(i.rules) as rule) end`;
}

/**
 * What `rows` add up to per `subject_id` and `facet`: the columns of `in_use` from `need` to `clients`, and the moments. `rows`
 * is a relation of installation standings with those two columns beside.
 */
export function addedUp(rows: SQL): SQL {
  const perNeed = [1, 2, 3, 4, 5, 6].map(
    (need) => sql`count(*) filter (where r.need = ${sql.raw(`${need}`)})::int`,
  );
  return sql`(
    select r.subject_id, r.facet, min(r.need) as need, max(r.severity) as severity, count(*)::int as installations,
      count(distinct r.member_id)::int as people, count(distinct r.server_id)::int as servers,
      array[${sql.join(perNeed, sql`, `)}] as by_need,
      count(*) filter (where r.presence = 'silent')::int as silent, count(*) filter (where r.presence = 'returned')::int as returned,
      array_agg(distinct r.client) as clients, min(r.first_seen_at) as first_seen_at, max(r.last_seen_at) as last_seen_at
    from ${rows} r group by r.subject_id, r.facet)`;
}

/** The first three names among the people of each subject and facet of `rows`, as JSON of one member's id per name. */
export function firstPeople(ctx: { orgId: string }, rows: SQL): SQL {
  return sql`(
    select n.subject_id, n.facet, to_jsonb((array_agg(n.member_id order by n.name))[1:3]) as first from (
      select distinct on (r.subject_id, r.facet, m.name) r.subject_id, r.facet, m.name, r.member_id
      from ${rows} r join member m on m.org_id = ${ctx.orgId} and m.id = r.member_id
      order by r.subject_id, r.facet, m.name, r.member_id
    ) n group by n.subject_id, n.facet)`;
}

/** The five servers that need a person most of each subject and facet of `rows`, as JSON of `id`, `identity` and `need`. */
export function firstServers(ctx: { orgId: string }, rows: SQL): SQL {
  return sql`(
    select w.subject_id, w.facet, jsonb_agg(
      jsonb_build_object('id', w.server_id, 'identity', w.identity, 'need', w.need) order by w.place) as first
    from (
      select p.*, s.identity, row_number() over (
        partition by p.subject_id, p.facet order by p.need, p.severity desc, s.identity) as place
      from (
        select r.subject_id, r.facet, r.server_id, min(r.need) as need, max(r.severity) as severity
        from ${rows} r group by r.subject_id, r.facet, r.server_id
      ) p join server s on s.org_id = ${ctx.orgId} and s.id = p.server_id
    ) w where w.place <= 5 group by w.subject_id, w.facet)`;
}

/** Installation standings with their server as `subject_id`. */
export function perServer(rows: SQL): SQL {
  return sql`(select r.*, r.server_id as subject_id from ${rows} r)`;
}

/**
 * Installation standings with the team of their person as `subject_id`, once per team (of `only` that team when given);
 * all zeros for people in none.
 */
export function perTeam(ctx: { orgId: string }, rows: SQL, only: string | undefined): SQL {
  return sql`(
    select r.*, coalesce(tm.team_id, ${NO_TEAM}::uuid) as subject_id from ${rows} r
    left join team_member tm on tm.org_id = ${ctx.orgId} and tm.member_id = r.member_id
      ${only ? sql`and tm.team_id = ${only}` : sql``})`;
}

import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { InstallationRow, ServerInUseRow, TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import {
  FINDING_SEVERITIES,
  RETURNED_FOR_DAYS,
  SILENT_AFTER_DAYS,
  STANDINGS,
} from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { latestApproval, toolCounts } from "#app/domain/inventory/server-facts.server.ts";
import { can } from "#app/domain/permissions.ts";

// The inventory as it is without any table kept for lists: everybody's standing derived anew from the rows it rests on, in
// one statement. What the lists say must always equal this.

function driftedServers(ctx: At): SQL {
  return sql`(
    select s.id as server_id from server s
    join manifest m on m.org_id = s.org_id and m.id = s.manifest_id and m.is_confirmed
    where s.org_id = ${ctx.orgId}
      and exists (select 1 from pin q where q.org_id = s.org_id and q.server_id = s.id)
      and (
        exists (select 1 from pinned_list l where l.org_id = s.org_id and l.server_id = s.id and l.drift <> 'note')
        or exists (select 1 from tool t
          where t.org_id = s.org_id and t.server_id = s.id
            and not exists (select 1 from pin p
              where p.org_id = t.org_id and p.server_id = t.server_id and p.tool_name = t.name and p.tool_hash = t.hash)
            and not exists (select 1 from tool_drift d
              where d.org_id = t.org_id and d.server_id = t.server_id and d.tool_name = t.name and d.class = 'note'
                and d.tool_hash = t.hash))))`;
}

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
function standingJoins(ctx: At): SQL {
  return sql`
    left join ${holdings(ctx)} h
      on h.server_id = i.server_id and h.member_id = i.member_id and h.environment = i.environment
    left join ${driftedServers(ctx)} d on d.server_id = i.server_id`;
}

/** The standing of installation `i` as text: the SQL twin of `standingOf`. Needs `standingJoins`. */
function standingCase(ctx: At): SQL {
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
      or (i.release is null and exists (select from block b where b.org_id = ${ctx.orgId} and b.subject_kind = 'release'
        and b.lifted_at is null and starts_with(b.subject_key, i.server_id::text || ' ')))
      or i.member_id in ${noTeam}
      or (h.is_suspended and not h.is_live) then 'blocked'
    when h.is_live and (d.server_id is not null or i.launch_class <> 'note') then 'drifted'
    when h.is_live and exists (select from installation o where o.org_id = i.org_id and o.member_id = i.member_id
      and o.launch_class = 'block' and o.removed_at is null and i.server_id in (o.server_id, o.pinned_server_id)) then 'drifted'
    when i.launch_change = 'package_changed' and i.launch_class <> 'note' then 'drifted'
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
function standingRank(standing: SQL): SQL {
  const cases = STANDINGS.map((word) => sql`when ${word} then ${NEED[word]}::int`);
  return sql`case ${standing} ${sql.join(cases, sql` `)} end`;
}

/** The standing of rank `n`, the other way round. */
function standingOfRank(rank: number): (typeof STANDINGS)[number] {
  return STANDINGS.find((word) => NEED[word] === rank) ?? "unapproved";
}

function visibleMembers(ctx: Ctx, column: SQL): SQL {
  const who = capability(ctx.actor);
  if (ctx.actor.kind !== "member" || can(who, "inventory.read_all")) return sql`true`;
  const me = ctx.actor.memberId;
  const which = can(who, "inventory.read_teams") ? sql`true` : sql`mine.is_lead`;
  return sql`(${column} = ${me} or ${column} in (
    select peer.member_id from team_member mine
    join team_member peer on peer.org_id = mine.org_id and peer.team_id = mine.team_id
    where mine.org_id = ${ctx.orgId} and mine.member_id = ${me} and ${which}))`;
}

function at(moment: Date): SQL {
  return sql`${moment.toISOString()}::timestamptz`;
}

/** Presence of installation `i` on device `dv`: the first that applies of removed, silent, returned, present. */
function presenceCase(ctx: Ctx): SQL {
  return sql`case
    when i.removed_at is not null then 'removed'
    when dv.last_report_at is null or dv.last_report_at < ${at(daysBefore(ctx.now, SILENT_AFTER_DAYS))} then 'silent'
    when i.returned_at >= ${at(daysBefore(ctx.now, RETURNED_FOR_DAYS))} then 'returned'
    else 'present' end`;
}

/** One condition per word typed: it begins a term of the server or of the person. */
function searchConditions(ctx: Ctx, typed: string | undefined): SQL[] {
  return searchWords(typed ?? "").map(
    (word) => sql`(
      i.server_id in (select st.subject_id from search_term st
        where st.org_id = ${ctx.orgId} and st.kind = 'server' and starts_with(st.term, ${word}))
      or i.member_id in (select st.subject_id from search_term st
        where st.org_id = ${ctx.orgId} and st.kind = 'member' and starts_with(st.term, ${word})))`,
  );
}

/**
 * A subquery of the installations the actor may see that match the filter, each with `standing`, `need` (its rank),
 * `presence` and `severity` (rank of the worst open finding, 0 for none). Every inventory list reads from it, so that they
 * agree. Filters use only operators that are leakproof, or row-level security would keep them from the indexes.
 */
function seenInstallations(ctx: Ctx, filter: InventoryFilter): SQL {
  const inside: SQL[] = [sql`i.org_id = ${ctx.orgId}`, visibleMembers(ctx, sql`i.member_id`)];
  if (filter.presence === "removed") inside.push(sql`i.removed_at is not null`);
  else inside.push(sql`i.removed_at is null`);
  if (filter.client) inside.push(sql`i.client = ${filter.client}`);
  if (filter.server) inside.push(sql`i.server_id = ${filter.server}`);
  if (filter.member) inside.push(sql`i.member_id = ${filter.member}`);
  if (filter.device) inside.push(sql`i.device_id = ${filter.device}`);
  if (filter.team) {
    inside.push(sql`i.member_id in (select tm.member_id from team_member tm
      where tm.org_id = ${ctx.orgId} and tm.team_id = ${filter.team})`);
  }
  if (filter.finding) {
    inside.push(sql`i.id in (select o.installation_id from finding o
      where o.org_id = ${ctx.orgId} and o.rule = ${filter.finding} and o.resolved_at is null
        and (o.accepted_until is null or o.accepted_until <= ${at(ctx.now)}))`);
  }
  inside.push(...searchConditions(ctx, filter.q));
  const outside: SQL[] = [sql`true`];
  if (filter.standing) outside.push(sql`x.standing = ${filter.standing}`);
  if (filter.presence) outside.push(sql`x.presence = ${filter.presence}`);
  if (filter.severity) {
    outside.push(sql`x.severity >= ${FINDING_SEVERITIES.indexOf(filter.severity) + 1}`);
  }
  return sql`(
    select x.*, ${standingRank(sql`x.standing`)} as need from (
      select i.id, i.server_id, i.member_id, i.device_id, dv.name as device_name, i.client, i.scope, i.path, i.name, i.release,
        i.transport, i.environment, i.is_enabled, i.first_seen_at, i.last_seen_at,
        ${standingCase(ctx)} as standing, ${presenceCase(ctx)} as presence, coalesce(f.worst, 0) as severity
      from installation i
      join device dv on dv.org_id = i.org_id and dv.id = i.device_id
      ${standingJoins(ctx)}
      left join (
        select o.installation_id, max(o.severity_rank) as worst from finding o
        where o.org_id = ${ctx.orgId} and o.resolved_at is null and (o.accepted_until is null or o.accepted_until <= ${at(ctx.now)})
        group by o.installation_id
      ) f on f.installation_id = i.id
      where ${sql.join(inside, sql` and `)}
    ) x where ${sql.join(outside, sql` and `)})`;
}

type Listed<Row> = { rows: Row[]; total: number };
type Page = { page: number; perPage: number };
type Choice = Page & { sort: string };

/** `sort` names an order; "-" before it turns it round. The last key makes the order total. */
function orderBy(sort: string, orders: Record<string, SQL[]>, last: SQL): SQL {
  const back = sort.startsWith("-");
  const keys = orders[back ? sort.slice(1) : sort] ?? orders.need ?? [];
  const turned = keys.map((key) => (back ? sql`${key} desc nulls last` : sql`${key} asc nulls last`));
  return sql.join([...turned, sql`${last} asc`], sql`, `);
}

function pageOf({ page, perPage }: Page): SQL {
  return sql`limit ${perPage} offset ${(page - 1) * perPage}`;
}

function standingCounts(alias: SQL): SQL {
  const pairs = STANDINGS.map(
    (word) => sql`${word}::text, count(*) filter (where ${alias}.standing = ${word})`,
  );
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
}

function read<T extends z.ZodType>(shape: T, found: Iterable<Record<string, unknown>>): Listed<z.output<T>> {
  const all = [...found];
  const rows = all.filter((row) => row.row_id !== null).map((row) => shape.parse(row));
  return { rows, total: z.coerce.number().parse(all[0]?.total ?? 0) };
}

/** One row per server in use, what needs a person first. Sorts: need, server, people, seen. */
export function deriveServersInUse(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Choice,
): Promise<Listed<ServerInUseRow>> {
  const order = orderBy(
    choice.sort,
    {
      need: [sql`p.need`, sql`-p.severity`, sql`-extract(epoch from p.last_seen_at)`],
      unapproved: [
        sql`(p.standings ->> 'unapproved')::int = 0`,
        sql`p.need`,
        sql`-p.severity`,
        sql`-extract(epoch from p.last_seen_at)`,
      ],
      server: [sql`p.identity`],
      people: [sql`p.people`],
      seen: [sql`p.last_seen_at`],
    },
    sql`p.identity`,
  );
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with seen as materialized ${seenInstallations(ctx, filter)},
      p as (
        select s.id, s.identity, s.manifest_id, min(i.need) as need, max(i.severity) as severity, count(*)::int as installations,
          count(distinct i.member_id)::int as people, array_agg(distinct i.client) as clients,
          count(*) filter (where i.presence = 'silent')::int as silent, count(*) filter (where i.presence = 'returned')::int as returned,
          min(i.first_seen_at) as first_seen_at, max(i.last_seen_at) as last_seen_at, ${standingCounts(sql`i`)} as standings
        from seen i join server s on s.org_id = ${ctx.orgId} and s.id = i.server_id
        group by s.org_id, s.id),
      page as (select p.*, row_number() over (order by ${order}) as at from p order by ${order} ${pageOf(choice)}),
      people as (
        select n.server_id, array_agg(n.name order by n.name) as names from (
          select distinct i.server_id, m.name, dense_rank() over (partition by i.server_id order by m.name) as place
          from page join seen i on i.server_id = page.id join member m on m.org_id = ${ctx.orgId} and m.id = i.member_id
        ) n where n.place <= 3 group by n.server_id)
      select t.total, page.id as row_id, page.id, page.identity, page.need, page.severity, page.installations, page.people,
        page.clients, page.silent, page.returned, page.standings, people.names, page.first_seen_at as "firstSeenAt",
        page.last_seen_at as "lastSeenAt", ${toolCounts(ctx, sql`page.id`, sql`page.manifest_id`)} as tools,
        ${latestApproval(ctx, sql`page.id`)} as approval
      from (select count(*) as total from p) t left join page on true left join people on people.server_id = page.id
      order by page.at`);
    return read(
      ServerInUseRow,
      found.map((row) => ({ ...row, standing: standingOfRank(Number(row.need)) })),
    );
  });
}

/** One row per installation. Sorts: need, server, person, seen. */
export function deriveInstallations(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Choice,
): Promise<Listed<InstallationRow>> {
  const order = orderBy(
    choice.sort,
    {
      need: [sql`i.need`, sql`-i.severity`, sql`-extract(epoch from i.last_seen_at)`],
      server: [sql`s.identity`],
      person: [sql`m.name`],
      seen: [sql`i.last_seen_at`],
    },
    sql`i.id`,
  );
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with seen as materialized ${seenInstallations(ctx, filter)}
      select t.total, page.* from (select count(*) as total from seen) t left join (
        select i.id as row_id, row_number() over (order by ${order}) as at, ${installationColumns()}
        from seen i
        join server s on s.org_id = ${ctx.orgId} and s.id = i.server_id
        join member m on m.org_id = ${ctx.orgId} and m.id = i.member_id
        order by ${order} ${pageOf(choice)}
      ) page on true order by page.at`);
    return read(InstallationRow, found);
  });
}

function installationColumns(): SQL {
  return sql`i.id, i.server_id as "serverId", s.identity, i.name, i.member_id as "memberId", m.name as "memberName",
    i.device_id as "deviceId", i.device_name as "deviceName", i.client, i.scope, i.path, i.release, i.transport, i.environment,
    i.is_enabled as "isEnabled", i.standing, i.presence, i.severity, i.first_seen_at as "firstSeenAt",
    i.last_seen_at as "lastSeenAt"`;
}

/** One row per team whose members use something, and one for people in no team. Somebody in two teams counts in both. */
export function deriveTeamsInUse(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Page,
): Promise<Listed<TeamInUseRow>> {
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with seen as materialized ${seenInstallations(ctx, filter)},
      placed as (
        select i.*, tm.team_id, s.identity from seen i
        join server s on s.org_id = ${ctx.orgId} and s.id = i.server_id
        left join team_member tm on tm.org_id = ${ctx.orgId} and tm.member_id = i.member_id
          ${filter.team ? sql`and tm.team_id = ${filter.team}` : sql``}),
      p as (
        select i.team_id, min(i.need) as need, max(i.severity) as severity, count(*)::int as installations,
          count(distinct i.member_id)::int as people, count(distinct i.server_id)::int as servers,
          max(i.last_seen_at) as last_seen_at, ${standingCounts(sql`i`)} as standings
        from placed i group by i.team_id),
      page as (
        select p.*, te.name, row_number() over (order by p.team_id is null, p.need, te.name, p.team_id) as at
        from p left join team te on te.org_id = ${ctx.orgId} and te.id = p.team_id
        order by p.team_id is null, p.need, te.name, p.team_id ${pageOf(choice)})
      select t.total, page.at as row_id, page.team_id as id, page.name, page.severity, page.installations, page.people, page.servers,
        page.standings, page.last_seen_at as "lastSeenAt", (
          select jsonb_agg(jsonb_build_object('id', w.server_id, 'identity', w.identity, 'need', w.need) order by w.need, w.severity desc, w.identity)
          from (select i.server_id, i.identity, min(i.need) as need, max(i.severity) as severity from placed i
            where i.team_id is not distinct from page.team_id
            group by i.server_id, i.identity order by min(i.need), max(i.severity) desc, i.identity limit 5) w) as first
      from (select count(*) as total from p) t left join page on true order by page.at`);
    return read(
      TeamInUseRow,
      found.map((row) => ({ ...row, first: withStandings(row.first) })),
    );
  });
}

const First = z.array(z.object({ id: z.string(), identity: z.string(), need: z.number() })).nullable();

function withStandings(first: unknown) {
  return (First.parse(first) ?? []).map(({ need, ...rest }) => ({ ...rest, standing: standingOfRank(need) }));
}

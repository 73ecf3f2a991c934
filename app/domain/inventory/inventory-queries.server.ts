import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { InstallationRow, ServerInUseRow, TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { latestApproval, toolCounts } from "#app/domain/inventory/server-facts.server.ts";
import { standingOfRank } from "#app/domain/inventory/standing-sql.server.ts";

export type Listed<Row> = { rows: Row[]; total: number };
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

/** One row per server in use, what needs a person first. Sorts: need, unapproved (those first, then need), server, people, seen. */
export function listServersInUse(
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
export function listInstallations(
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

/** Installations in id order after `cursor`, for the API and the CSV. `next` is null at the end. */
export function listInstallationsAfter(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: { cursor?: string | undefined; limit: number },
): Promise<{ rows: InstallationRow[]; nextCursor: string | null }> {
  const after = choice.cursor ? sql`i.id > ${choice.cursor}` : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select ${installationColumns()} from ${seenInstallations(ctx, filter)} i
      join server s on s.org_id = ${ctx.orgId} and s.id = i.server_id
      join member m on m.org_id = ${ctx.orgId} and m.id = i.member_id
      where ${after} order by i.id limit ${choice.limit + 1}`);
    const rows = z.array(InstallationRow).parse([...found].slice(0, choice.limit));
    return { rows, nextCursor: found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

function installationColumns(): SQL {
  return sql`i.id, i.server_id as "serverId", s.identity, i.name, i.member_id as "memberId", m.name as "memberName",
    i.device_id as "deviceId", i.device_name as "deviceName", i.client, i.scope, i.path, i.release, i.transport, i.environment,
    i.is_enabled as "isEnabled", i.standing, i.presence, i.severity, i.first_seen_at as "firstSeenAt",
    i.last_seen_at as "lastSeenAt"`;
}

/** One row per team whose members use something, and one for people in no team. Somebody in two teams counts in both. */
export function listTeamsInUse(
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

const First = z.array(z.object({ id: z.string(), identity: z.string(), need: z.number() })).catch([]);

function withStandings(first: unknown) {
  return First.parse(first).map(({ need, ...rest }) => ({ ...rest, standing: standingOfRank(need) }));
}

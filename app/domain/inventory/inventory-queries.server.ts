import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "#app/domain/context.ts";
import { countsOf, inUseOf, totalBeside, totalOf } from "#app/domain/inventory/in-use-rows.server.ts";
import { firstPeople, firstServers, perServer, perTeam } from "#app/domain/inventory/in-use-sql.server.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { InstallationRow, ServerInUseRow, TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { type OrderKey, orderBy, type Slice, sliceOf } from "#app/domain/inventory/list-order.server.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { latestApproval, toolCounts } from "#app/domain/inventory/server-facts.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { NEED, standingOfRank } from "#app/domain/inventory/standing-sql.server.ts";

export type Listed<Row> = { rows: Row[]; total: number };
type Page = { page: number; perPage: number };
type Choice = Page & { sort: string };

function pageOf({ limit, offset }: Slice): SQL {
  return sql`limit ${limit} offset ${offset}`;
}

const BY_NEED: readonly OrderKey[] = [
  [sql`u.need`, "up"],
  [sql`u.severity`, "down"],
  [sql`u.last_seen_at`, "down"],
];

const SERVER_ORDERS: Record<string, readonly OrderKey[]> = {
  need: BY_NEED,
  unapproved: [[sql`u.by_need[${sql.raw(`${NEED.unapproved}`)}] = 0`, "up"], ...BY_NEED],
  server: [[sql`s.identity`, "up"]],
  people: [[sql`u.people`, "up"]],
  seen: [[sql`u.last_seen_at`, "up"]],
};

/** One row per server in use, what needs a person first. Sorts: need, unapproved (those first, then need), server, people, seen. */
export function listServersInUse(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Choice,
): Promise<Listed<ServerInUseRow>> {
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, filter);
    const isKept = seen.facet !== null;
    const inUse = inUseOf(ctx, "server", seen, perServer(sql`seen`));
    const total = isKept ? await totalOf(tx, sql`select count(*) as total from ${inUse} u`) : null;
    const slice = sliceOf(choice, total);
    const shown = sql`(select r.*, u.subject_id, 'all' as facet from u join seen r on r.server_id = u.subject_id)`;
    const found = await tx.execute(sql`
      with seen as materialized ${isKept ? sql`(select 1)` : seen.rows},
      u as materialized (
        select u.*, ${isKept ? sql`null` : sql`count(*) over ()`} as total from ${inUse} u join server s on s.org_id = ${ctx.orgId} and s.id = u.subject_id
        order by ${orderBy(choice.sort, SERVER_ORDERS, sql`s.identity`, slice.fromEnd)} ${pageOf(slice)}),
      w as materialized (${isKept ? sql`select u.subject_id, u.first from u` : firstPeople(ctx, shown)})
      select u.total, s.id, s.identity, u.need, u.severity, u.installations, u.people, u.clients, u.silent, u.returned, u.by_need,
        array(select m.name from member m where m.org_id = ${ctx.orgId} and m.id = any(array(
          select f.id::uuid from jsonb_array_elements_text(w.first) as f(id))) order by m.name) as names,
        u.first_seen_at as "firstSeenAt", u.last_seen_at as "lastSeenAt",
        ${toolCounts(ctx, sql`s.id`, sql`s.manifest_id`)} as tools, ${latestApproval(ctx, sql`s.id`)} as approval
      from u join w on w.subject_id = u.subject_id join server s on s.org_id = ${ctx.orgId} and s.id = u.subject_id
      order by ${orderBy(choice.sort, SERVER_ORDERS, sql`s.identity`)}`);
    const rows = [...found].map((row) =>
      ServerInUseRow.parse({
        ...row,
        standing: standingOfRank(Number(row.need)),
        standings: countsOf(row.by_need),
      }),
    );
    return {
      rows,
      total: total ?? (await totalBeside(tx, found, choice, sql`count(distinct r.server_id)`, seen.rows)),
    };
  });
}

const INSTALLATION_ORDERS: Record<string, readonly OrderKey[]> = {
  need: [
    [sql`i.need`, "up"],
    [sql`i.severity`, "down"],
    [sql`i.last_seen_at`, "down"],
  ],
  server: [[sql`s.identity`, "up"]],
  person: [[sql`m.name`, "up"]],
  seen: [[sql`i.last_seen_at`, "up"]],
};

/** One row per installation. Sorts: need, server, person, seen. */
export function listInstallations(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Choice,
): Promise<Listed<InstallationRow>> {
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, filter);
    const total = await totalOf(
      tx,
      seen.facet === null
        ? sql`select count(*) as total from ${seen.rows} r`
        : sql`select coalesce(sum(u.installations), 0) as total from ${inUseOf(ctx, "server", seen, perServer(seen.rows))} u`,
    );
    const slice = sliceOf(choice, total);
    // in the order of names, rows are read name by name: what the page does not show is not sorted
    const named = {
      server: sql`server s join ${seen.rows} i on s.org_id = ${ctx.orgId} and i.server_id = s.id`,
      person: sql`member m join ${seen.rows} i on m.org_id = ${ctx.orgId} and i.member_id = m.id`,
    }[choice.sort.replace("-", "")];
    const found = await tx.execute(sql`
      with i as materialized (
        select i.* from ${named ?? sql`${seen.rows} i`}
        order by ${orderBy(choice.sort, INSTALLATION_ORDERS, sql`i.id`, slice.fromEnd)} ${pageOf(slice)})
      select ${installationColumns()} from i ${besides(ctx)}
      order by ${orderBy(choice.sort, INSTALLATION_ORDERS, sql`i.id`)}`);
    return { rows: z.array(InstallationRow).parse([...found]), total };
  });
}

/** Installations in id order after `cursor`, for the API and the CSV. `next` is null at the end. */
export function listInstallationsAfter(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: { cursor?: string | undefined; limit: number },
): Promise<{ rows: InstallationRow[]; nextCursor: string | null }> {
  const after = choice.cursor ? sql`i.id > ${choice.cursor}` : sql`true`;
  return inSettledInventory(ctx, null, async (tx, settled) => {
    const { rows: seen } = await seenInstallations(tx, settled, filter);
    const found = await tx.execute(sql`
      with i as materialized (select i.* from ${seen} i where ${after} order by i.id limit ${choice.limit + 1})
      select ${installationColumns()} from i ${besides(ctx)} order by i.id`);
    const rows = z.array(InstallationRow).parse([...found].slice(0, choice.limit));
    return { rows, nextCursor: found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

/** What is shown of an installation standing aliased `i`. Needs `besides`; standing comes as its rank. */
export function installationColumns(): SQL {
  const standing = sql.join(
    STANDINGS.map((word) => sql`when ${NEED[word]}::int then ${word}::text`),
    sql` `,
  );
  return sql`i.id, i.server_id as "serverId", s.identity, f.name, i.member_id as "memberId", m.name as "memberName",
    i.device_id as "deviceId", dv.name as "deviceName", i.client, f.scope, f.path, f.release, f.transport, f.environment,
    f.is_enabled as "isEnabled", case i.need ${standing} end as standing, i.presence, i.severity,
    i.first_seen_at as "firstSeenAt", i.last_seen_at as "lastSeenAt"`;
}

export function besides(ctx: Ctx): SQL {
  return sql`
    join installation f on f.org_id = ${ctx.orgId} and f.id = i.id
    join device dv on dv.org_id = ${ctx.orgId} and dv.id = i.device_id
    join server s on s.org_id = ${ctx.orgId} and s.id = i.server_id
    join member m on m.org_id = ${ctx.orgId} and m.id = i.member_id`;
}

const TEAM_ORDERS: Record<string, readonly OrderKey[]> = {
  need: [
    [sql`te.id is null`, "up"],
    [sql`u.need`, "up"],
    [sql`te.name`, "up"],
  ],
};

/** One row per team whose members use something, and one for people in no team. Somebody in two teams counts in both. */
export function listTeamsInUse(
  ctx: Ctx,
  filter: InventoryFilter,
  choice: Page,
): Promise<Listed<TeamInUseRow>> {
  return inSettledInventory(ctx, "team", async (tx, settled) => {
    const found = await seenInstallations(tx, settled, filter);
    // of a team, its servers are not kept one by one
    const seen = found.servers ? { ...found, facet: null } : found;
    const isKept = seen.facet !== null;
    const placed = perTeam(ctx, seen.rows, filter.team);
    const inUse = inUseOf(ctx, "team", seen, sql`placed`);
    const total = isKept ? await totalOf(tx, sql`select count(*) as total from ${inUse} u`) : null;
    const slice = sliceOf(choice, total);
    const shown = sql`(select r.*, 'all' as facet from u join placed r on r.subject_id = u.subject_id)`;
    const rows = await tx.execute(sql`
      with placed as materialized ${isKept ? sql`(select 1)` : placed},
      u as materialized (
        select u.*, ${isKept ? sql`null` : sql`count(*) over ()`} as total from ${inUse} u left join team te on te.org_id = ${ctx.orgId} and te.id = u.subject_id
        order by ${orderBy("need", TEAM_ORDERS, sql`te.id`, slice.fromEnd)} ${pageOf(slice)}),
      w as materialized (${isKept ? sql`select u.subject_id, u.first from u` : firstServers(ctx, shown)})
      select u.total, te.id, te.name, u.severity, u.installations, u.people, u.servers, u.by_need, u.last_seen_at as "lastSeenAt", w.first
      from u join w on w.subject_id = u.subject_id
      left join team te on te.org_id = ${ctx.orgId} and te.id = u.subject_id
      order by ${orderBy("need", TEAM_ORDERS, sql`te.id`)}`);
    const teams = [...rows].map((row) =>
      TeamInUseRow.parse({ ...row, first: withStandings(row.first), standings: countsOf(row.by_need) }),
    );
    return {
      rows: teams,
      total: total ?? (await totalBeside(tx, rows, choice, sql`count(distinct r.subject_id)`, placed)),
    };
  });
}

const First = z.array(z.object({ id: z.string(), identity: z.string(), need: z.number() })).catch([]);

function withStandings(first: unknown) {
  return First.parse(first).map(({ need, ...rest }) => ({ ...rest, standing: standingOfRank(need) }));
}

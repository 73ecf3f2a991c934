import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import { FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import type { SettledCtx } from "#app/domain/inventory/settle-inventory.server.ts";
import { NEED } from "#app/domain/inventory/standing-sql.server.ts";
import { seesAllInstallations, visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

export type SeenInstallations = {
  /**
   * A subquery of the installation standings the actor may see that match the filter, with `need` as it is under a block of
   * the whole organization. Every inventory list reads from it or from `facet`, so that they agree.
   */
  rows: SQL;
  /** The facet of `in_use` that adds up the same rows, of `servers` only when there are any; null: there is none. */
  facet: string | null;
  servers: readonly string[] | null;
};

type Found = { servers: string[]; members: string[] };

/**
 * What of the inventory a list is about. Filters use only operators that are leakproof, or row-level security would keep
 * them from the indexes; what a search finds is looked up first, so that the planner sees how much it is.
 */
export async function seenInstallations(
  tx: Transaction,
  ctx: SettledCtx,
  filter: InventoryFilter,
): Promise<SeenInstallations> {
  const words = await lookUp(tx, ctx, filter.q);
  const conditions: SQL[] = [
    sql`i.org_id = ${ctx.orgId}`,
    sql`i.is_removed = ${filter.presence === "removed"}`,
    visibleMembers(ctx, sql`i.member_id`),
  ];
  if (filter.presence) conditions.push(sql`i.presence = ${filter.presence}`);
  if (filter.client) conditions.push(sql`i.client = ${filter.client}`);
  if (filter.server) conditions.push(sql`i.server_id = ${filter.server}`);
  if (filter.member) conditions.push(sql`i.member_id = ${filter.member}`);
  if (filter.device) conditions.push(sql`i.device_id = ${filter.device}`);
  if (filter.severity) conditions.push(sql`i.severity >= ${severityRank(filter.severity)}`);
  if (filter.team) {
    conditions.push(sql`i.member_id = any(array(select tm.member_id from team_member tm
      where tm.org_id = ${ctx.orgId} and tm.team_id = ${filter.team}))`);
  }
  if (filter.finding) {
    conditions.push(sql`i.id in (select o.installation_id from finding o
      where o.org_id = ${ctx.orgId} and o.rule = ${filter.finding} and ${isOpen(ctx, "o")})`);
  }
  for (const { servers, members } of words) {
    const ofServer = sql`i.server_id = any(${idArray(servers)})`;
    const ofMember = sql`i.member_id = any(${idArray(members)})`;
    if (members.length === 0) conditions.push(ofServer);
    else conditions.push(servers.length === 0 ? ofMember : sql`(${ofServer} or ${ofMember})`);
  }
  if (filter.standing) {
    const blocked = filter.standing === "blocked";
    conditions.push(ctx.isStopped ? sql`${blocked}::boolean` : sql`i.need = ${NEED[filter.standing]}`);
  }
  const need = ctx.isStopped ? sql`${NEED.blocked}::smallint` : sql`i.need`;
  return {
    rows: sql`(select i.id, i.server_id, i.member_id, i.device_id, i.client, ${need} as need, i.severity, i.presence,
      i.first_seen_at, i.last_seen_at from installation_standing i where ${sql.join(conditions, sql` and `)})`,
    ...addedUpAs(ctx, filter, words),
  };
}

export function idArray(ids: readonly string[]): SQL {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

function severityRank(severity: (typeof FINDING_SEVERITIES)[number]): number {
  return FINDING_SEVERITIES.indexOf(severity) + 1;
}

function addedUpAs(ctx: SettledCtx, filter: InventoryFilter, words: readonly Found[]) {
  const { standing, client, presence, severity, finding, server, q: _q, ...others } = filter;
  const facets = [
    standing && `need:${NEED[standing]}`,
    client && `client:${client}`,
    presence && `presence:${presence}`,
    severity && `severity:${severityRank(severity)}`,
    finding && `finding:${finding}`,
  ].filter((facet) => facet !== undefined);
  const isNarrower = Object.values(others).some((value) => value !== undefined);
  const findsPeople = words.some(({ members }) => members.length > 0);
  if (!seesAllInstallations(ctx) || ctx.isStopped || facets.length > 1 || isNarrower || findsPeople) {
    return { facet: null, servers: null };
  }
  const named = [...words.map((word) => word.servers), ...(server ? [[server]] : [])];
  const servers = named.reduce<string[] | null>((kept, ids) => {
    const these = new Set(ids);
    return kept ? kept.filter((id) => these.has(id)) : ids;
  }, null);
  return { facet: facets[0] ?? "all", servers };
}

/** What each word typed finds: it begins a term of a server or of a person. */
async function lookUp(tx: Transaction, ctx: SettledCtx, typed: string | undefined): Promise<Found[]> {
  const words = searchWords(typed ?? "");
  if (words.length === 0) return [];
  const found = await tx.execute(
    sql.join(
      words.map(
        (
          word,
          place,
        ) => sql`select ${place}::int as place, st.kind, array_agg(distinct st.subject_id) as ids from search_term st
          where st.org_id = ${ctx.orgId} and st.kind in ('server', 'member') and starts_with(st.term, ${word}) group by st.kind`,
      ),
      sql` union all `,
    ),
  );
  const rows = z
    .array(z.object({ place: z.number(), kind: z.enum(["server", "member"]), ids: z.array(z.string()) }))
    .parse([...found]);
  const idsOf = (place: number, kind: string) =>
    rows.find((row) => row.place === place && row.kind === kind)?.ids ?? [];
  return words.map((_, place) => ({ servers: idsOf(place, "server"), members: idsOf(place, "member") }));
}

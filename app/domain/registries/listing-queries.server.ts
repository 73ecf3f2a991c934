import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { nameRemarks } from "#app/domain/inventory/name-remarks.ts";
import { permit } from "#app/domain/permit.ts";
import { DeclaredFacts, Demand } from "#app/domain/registries/listing-shapes.ts";
import { knownListings, shownListings, trustBand } from "#app/domain/registries/listing-sql.server.ts";
import { trustOf } from "#app/domain/registries/listing-trust.ts";
import {
  LISTING_STANDINGS,
  type ListingFilter,
  type ListingSort,
} from "#app/domain/registries/listing-words.ts";
import {
  DECLARED_TOUCHES,
  LISTING_STATUSES,
  LISTING_TRANSPORTS,
} from "#app/domain/registries/registry-words.ts";

const ListingRow = z.object({
  id: z.string(),
  registry: z.object({ id: z.string(), name: z.string(), importedAt: z.coerce.date().nullable() }),
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  version: z.string().nullable(),
  status: z.enum(LISTING_STATUSES).nullable(),
  publisher: z.string().nullable(),
  touches: z.array(z.enum(DECLARED_TOUCHES)),
  transports: z.array(z.enum(LISTING_TRANSPORTS)),
  /** Of the first way to start or reach it; null: none that has an identity. */
  identity: z.string().nullable(),
  standing: z.enum(LISTING_STANDINGS),
  serverId: z.string().nullable(),
  /** Counted with the evidence of its first identity; null: not counted yet, or nothing to count. */
  trust: z.number().transform(trustOf),
});
/** What is odd in how it is called, in sentences; see `nameRemarks`. */
type Remarked = { remarks: string[] };
export type ListingRow = z.infer<typeof ListingRow> & Remarked;

const ListingDetail = ListingRow.extend({
  statusMessage: z.string().nullable(),
  repository: z.string().nullable(),
  website: z.string().nullable(),
  licence: z.string().nullable(),
  publishedAt: z.coerce.date().nullable(),
  updatedAt: z.coerce.date().nullable(),
  removedAt: z.coerce.date().nullable(),
  isLatest: z.boolean(),
  firstSeenAt: z.coerce.date(),
  changedAt: z.coerce.date(),
  declared: DeclaredFacts,
  places: z.array(
    z.object({
      identity: z.string(),
      transport: z.enum(LISTING_TRANSPORTS).nullable(),
      release: z.string().nullable(),
      demands: z.array(Demand),
    }),
  ),
});
export type ListingDetail = z.infer<typeof ListingDetail> & Remarked;

const columns = (
  ctx: Ctx,
) => sql`l.id, l.name, l.title, l.description, l.version, l.status, l.publisher, l.touches,
  l.transports, (select jsonb_build_object('id', g.id, 'name', g.name, 'importedAt', g.imported_at) from registry g
    where g.org_id = ${ctx.orgId} and g.id = l.registry_id) as registry,
  (select li.identity from listing_identity li where li.org_id = ${ctx.orgId} and li.listing_id = l.id
    order by li.position limit 1) as identity,
  coalesce(k.standing, 'none') as standing, k.server_id as "serverId",
  l.trust_order as trust`;

/** What is read before a page: a row's place in the order that was asked for. */
export type ListingPlace = { name: string; id: string; trustOrder: number };

/** Ways to start or reach one server that its name is judged by in a list. */
const MOST_IDENTITIES = 20;

/** Listed servers, in use or not, by name or trust, by number of page or after a place. */
export function listListings(
  ctx: Ctx,
  filter: ListingFilter,
  choice: { limit: number; offset?: number; after?: ListingPlace; sort?: ListingSort },
): Promise<ListingRow[]> {
  permit(ctx, "catalog.read");
  const { after, sort = "name", limit, offset = 0 } = choice;
  const order = sort === "trust" ? sql`l.trust_order, l.name, l.id` : sql`l.name, l.id`;
  const place =
    after &&
    sql`${sort === "trust" ? sql`${after.trustOrder}::int, ` : sql``}${after.name}, ${after.id}::uuid`;
  const behind = place ? sql`(${order}) > (${place})` : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with ${knownListings(ctx)},
      page as materialized (select l.* from listing l where ${shownListings(ctx, filter)} and ${behind}
        order by ${order} limit ${limit} offset ${offset})
      select ${columns(ctx)}, array(select li.identity from listing_identity li where li.org_id = ${ctx.orgId}
        and li.listing_id = l.id order by li.position limit ${MOST_IDENTITIES}) as identities from page l left join known k on k.listing_id = l.id order by ${order}`);
    return z
      .array(ListingRow.extend({ identities: z.array(z.string()) }))
      .parse([...found])
      .map(({ identities, ...row }) => ({ ...row, remarks: nameRemarks({ ...row, identities }) }));
  });
}

const Facet = z.object({ facet: z.string(), value: z.string(), listings: z.number() });
export type ListingFacets = { total: number; facets: Record<string, { value: string; listings: number }[]> };
const MOST_VALUES = 12;

/** How many listings match, and how many of them have which value of each facet; the most frequent 12 of each. */
export function countListings(ctx: Ctx, filter: ListingFilter): Promise<ListingFacets> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with ${knownListings(ctx)},
      matched as materialized (select l.id, l.status, l.transports, l.touches, l.publisher, l.registry_id,
        ${trustBand(sql`l.trust_order`)} as trust from listing l where ${shownListings(ctx, filter)}),
      counted as (
        select 'total' as facet, '' as value, count(*)::int as listings from matched
        union all select 'status', coalesce(status, 'unsaid'), count(*)::int from matched group by 2
        union all select 'transport', coalesce(t, 'unsaid'), count(*)::int from matched left join unnest(transports) t on true group by 2
        union all select 'touch', coalesce(t, 'unsaid'), count(*)::int from matched left join unnest(touches) t on true group by 2
        union all select 'registry', registry_id::text, count(*)::int from matched group by 2
        union all select 'standing', coalesce(k.standing, 'none'), count(*)::int
          from matched left join known k on k.listing_id = matched.id group by 2
        union all select 'trust', trust, count(*)::int from matched group by 2
        union all (select 'publisher', publisher, count(*)::int from matched where publisher is not null
          group by 2 order by 3 desc, 2 limit ${MOST_VALUES}))
      select * from counted order by facet, listings desc, value`);
    const facets: ListingFacets["facets"] = {};
    let total = 0;
    for (const { facet, value, listings } of z.array(Facet).parse([...found])) {
      if (facet === "total") total = listings;
      else facets[facet] = [...(facets[facet] ?? []), { value, listings }];
    }
    return { total, facets };
  });
}

/** Up to `ids.length` listings with everything registries say of them, in the order asked for; at most ten. */
export function listListingDetails(ctx: Ctx, ids: readonly string[]): Promise<ListingDetail[]> {
  permit(ctx, "catalog.read");
  const wanted = JSON.stringify(ids.slice(0, 10));
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with ${knownListings(ctx)}
      select ${columns(ctx)}, l.status_message as "statusMessage", l.repository, l.website, l.licence,
        l.published_at as "publishedAt", l.updated_at as "updatedAt", l.removed_at as "removedAt",
        l.is_latest as "isLatest", l.first_seen_at as "firstSeenAt", l.changed_at as "changedAt", l.declared,
        coalesce((select jsonb_agg(jsonb_build_object('identity', p.identity, 'transport', p.transport, 'release', p.release,
          'demands', p.demands) order by p.position) from listing_identity p
          where p.org_id = ${ctx.orgId} and p.listing_id = l.id), '[]') as places
      from listing l left join known k on k.listing_id = l.id
      where l.org_id = ${ctx.orgId} and l.id in (select json_array_elements_text(${wanted}::json)::uuid) limit 10`);
    const rows = z
      .array(ListingDetail)
      .parse([...found])
      .map((row) => {
        const identities = row.places.map(({ identity }) => identity);
        return { ...row, remarks: nameRemarks({ ...row, identities }) };
      });
    return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  });
}

/** Throws NotFound. */
export async function getListing(ctx: Ctx, listingId: string): Promise<ListingDetail> {
  const [found] = await listListingDetails(ctx, [listingId]);
  if (!found) throw new NotFound("listing");
  return found;
}

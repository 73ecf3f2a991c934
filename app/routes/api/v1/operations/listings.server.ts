import { z } from "zod";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { listListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import {
  countListings,
  getListing,
  type ListingPlace,
  listListings,
} from "#app/domain/registries/listing-queries.server.ts";
import { type Proven, trustOrder, UNCOUNTED } from "#app/domain/registries/listing-trust.ts";
import { LISTING_SORTS, LISTING_STANDINGS, TRUST_BANDS } from "#app/domain/registries/listing-words.ts";
import {
  DECLARED_TOUCHES,
  LISTING_STATUSES,
  LISTING_TRANSPORTS,
} from "#app/domain/registries/registry-words.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { Concerns, NOT_LOOKED } from "./concern-shapes.ts";
import { Listing, ListingDetail } from "./listing-shapes.ts";

const Id = z.uuid();

/** `unsaid`: the registry says nothing of it. What is none of these is refused, not passed over. */
const Filter = z.object({
  q: z.string().trim().max(200).optional(),
  status: z.enum([...LISTING_STATUSES, "unsaid"]).optional(),
  transport: z.enum([...LISTING_TRANSPORTS, "unsaid"]).optional(),
  touch: z.enum([...DECLARED_TOUCHES, "unsaid"]).optional(),
  standing: z.enum(LISTING_STANDINGS).optional(),
  publisher: z.string().max(200).optional(),
  registry: Id.optional(),
  trust: z.enum(TRUST_BANDS).optional(),
});

const reading = { tag: "Catalog", auth: "member", scope: "read", status: 200, method: "GET" } as const;

export const listingOperations: Operation[] = [
  operation({
    ...reading,
    path: "/listings",
    operationId: "listListings",
    summary: "List what registries list, in use or not, the newest version of each",
    query: PageQuery.extend(Filter.shape).extend({ sort: z.enum(LISTING_SORTS).default("name") }),
    response: pageOf(Listing),
    run: async (ctx, { query: { limit, cursor, sort, ...filter } }) => {
      const after = cursor === undefined ? {} : { after: placeOf(cursor) };
      const found = await listListings(ctx, filter, { limit: limit + 1, sort, ...after });
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      return { rows, nextCursor: found.length > limit && last ? cursorOf(last) : null };
    },
  }),
  operation({
    ...reading,
    path: "/listing-counts",
    operationId: "countListings",
    summary:
      "Count what registries list by status, transport, what it touches, publisher, registry, standing and trust",
    query: z.strictObject(Filter.shape),
    response: z.object({
      total: z.number(),
      facets: z.record(z.string(), z.array(z.object({ value: z.string(), listings: z.number() }))),
    }),
    run: (ctx, { query }) => countListings(ctx, query),
  }),
  operation({
    ...reading,
    path: "/listings/{listingId}",
    operationId: "getListing",
    summary: "Read one listed server with everything its registry says, and the advisories that concern it",
    response: ListingDetail.extend({ advisories: Concerns }),
    run: async (ctx, { params }) => {
      const found = await getListing(ctx, params.listingId);
      const { [found.id]: concerns } = await listListedConcerns(ctx, [found]);
      return { ...found, advisories: concerns ?? NOT_LOOKED };
    },
  }),
  operation({
    ...reading,
    path: "/listings/{listingId}/alternatives",
    operationId: "listAlternatives",
    summary: "List up to three servers for the same purpose that are safer, with why",
    response: z.object({ rows: z.array(z.object({ listing: Listing, reasons: z.array(z.string()) })) }),
    run: async (ctx, { params }) => ({
      rows: await listAlternatives(ctx, await getListing(ctx, params.listingId)),
    }),
  }),
];

/** A cursor is the id, the place by trust and the name of the last row seen. */
function cursorOf({ id, trust, name }: { id: string; trust: Proven | null; name: string }): string {
  return `${id} ${trust ? trustOrder(trust) : UNCOUNTED} ${name}`;
}

/** Throws Invalid. */
function placeOf(cursor: string): ListingPlace {
  const [, id = "", order = "", name = ""] = /^([0-9a-f-]{36}) (-?\d{1,7}) ([\s\S]*)$/.exec(cursor) ?? [];
  if (Id.safeParse(id).success) return { id, name, trustOrder: Number(order) };
  throw new Invalid("The cursor is not one of ours. Leave it out to start over.", { cursor: ["Unknown."] });
}

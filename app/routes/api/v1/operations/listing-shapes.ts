import { z } from "zod";
import { DeclaredFacts, Demand } from "#app/domain/registries/listing-shapes.ts";
import { LISTING_STANDINGS } from "#app/domain/registries/listing-words.ts";
import {
  DECLARED_TOUCHES,
  LISTING_STATUSES,
  LISTING_TRANSPORTS,
} from "#app/domain/registries/registry-words.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const time = Instant.nullable();
const text = z.string().nullable();

export const Listing = z.object({
  id: Id,
  registry: z.object({ id: Id, name: z.string(), importedAt: time }),
  name: z.string(),
  title: text,
  description: text,
  version: text,
  status: z.enum(LISTING_STATUSES).nullable().meta({ description: "Null: the registry does not say" }),
  publisher: text,
  touches: z
    .array(z.enum(DECLARED_TOUCHES))
    .meta({ description: "As the registry declares; empty: unknown" }),
  transports: z.array(z.enum(LISTING_TRANSPORTS)),
  identity: text,
  remarks: z.array(z.string()).meta({
    description:
      "What is odd in how it is called: hidden or look-alike letters, or a well-known name one slip away",
  }),
  standing: z.enum(LISTING_STANDINGS),
  serverId: Id.nullable(),
  trust: z
    .object({ score: z.number(), possible: z.number() })
    .nullable()
    .meta({ description: "Of 100: what is proven, and what is possible; null: not counted yet" }),
});

export const ListingDetail = Listing.extend({
  statusMessage: text,
  repository: text,
  website: text,
  licence: text,
  publishedAt: time,
  updatedAt: time,
  removedAt: time,
  isLatest: z.boolean(),
  firstSeenAt: Instant,
  changedAt: Instant,
  declared: DeclaredFacts,
  places: z.array(
    z.object({
      identity: z.string(),
      transport: z.enum(LISTING_TRANSPORTS).nullable(),
      release: text,
      demands: z.array(Demand),
    }),
  ),
});

import { z } from "zod";
import { DECLARED_TOUCHES, LISTING_STATUSES, LISTING_TRANSPORTS } from "./registry-words.ts";

/** How a listed server stands in the organization, the first that applies. */
export const LISTING_STANDINGS = ["blocked", "approved", "asked", "in_use", "known", "none"] as const;
export type ListingStanding = (typeof LISTING_STANDINGS)[number];

/** What of the trust is proven, of 100. `unknown`: less than the middle, and nobody can say that it cannot be more. */
export const TRUST_BANDS = ["high", "middle", "low", "unknown"] as const;
export type TrustBand = (typeof TRUST_BANDS)[number];

/** `unsaid`: the registry says nothing of it. */
const orUnsaid = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .enum([...values, "unsaid"])
    .optional()
    .catch(undefined);

/** What the catalog of listed servers is narrowed to. */
export const ListingFilter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  status: orUnsaid(LISTING_STATUSES),
  transport: orUnsaid(LISTING_TRANSPORTS),
  touch: orUnsaid(DECLARED_TOUCHES),
  standing: z.enum(LISTING_STANDINGS).optional().catch(undefined),
  publisher: z.string().max(200).optional().catch(undefined),
  registry: z.uuid().optional().catch(undefined),
  trust: z.enum(TRUST_BANDS).optional().catch(undefined),
});
export type ListingFilter = z.infer<typeof ListingFilter>;

/** By name, or those with the most trust proven first. */
export const LISTING_SORTS = ["name", "trust"] as const;
export type ListingSort = (typeof LISTING_SORTS)[number];
export const ListingOrder = z.enum(LISTING_SORTS).catch("name");

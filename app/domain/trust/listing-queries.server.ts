import { and, desc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { listing, listingIdentity, registry } from "#app/domain/registries/registry-tables.server.ts";
import type { ListingFacts } from "#app/domain/trust/listing-evidence.ts";

const MOST_LISTINGS = 200;

/** The entries of registries that name an identity, the newest first. */
export async function listListingFacts(tx: Transaction, ctx: Ctx, identity: string): Promise<ListingFacts[]> {
  return tx
    .select({
      registry: registry.name,
      kind: registry.kind,
      address: registry.address,
      name: listing.name,
      isLatest: listing.isLatest,
      release: listingIdentity.release,
      status: listing.status,
      declared: listing.declared,
      importedAt: registry.importedAt,
    })
    .from(listingIdentity)
    .innerJoin(
      listing,
      and(eq(listing.orgId, listingIdentity.orgId), eq(listing.id, listingIdentity.listingId)),
    )
    .innerJoin(registry, and(eq(registry.orgId, listing.orgId), eq(registry.id, listing.registryId)))
    .where(
      and(
        inOrg(ctx, listingIdentity),
        eq(listingIdentity.identity, identity),
        isNull(listing.removedAt),
        isNull(registry.removedAt),
      ),
    )
    .orderBy(desc(listing.isLatest), desc(listing.versionOrder), listing.id)
    .limit(MOST_LISTINGS);
}

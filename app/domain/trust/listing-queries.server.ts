import { and, count, desc, eq, inArray, isNotNull, isNull, max, or, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  listing,
  listingIdentity,
  registry,
  registryImport,
} from "#app/domain/registries/registry-tables.server.ts";
import type { ListingFacts, RegistriesRead } from "#app/domain/trust/listing-evidence.ts";

const MOST_LISTINGS = 200;

/** The entries of registries that name an identity, the newest first. */
export async function listListingFacts(tx: Transaction, ctx: Ctx, identity: string): Promise<ListingFacts[]> {
  return tx
    .select({
      registry: registry.name,
      kind: registry.kind,
      // what was given as a file has nobody's address to speak for it, whichever registry it was given to
      address: sql<
        string | null
      >`case when ${registryImport.id} is not null and ${registryImport.fileName} is null then ${registry.address} end`,
      name: listing.name,
      isLatest: listing.isLatest,
      release: listingIdentity.release,
      status: listing.status,
      declared: listing.declared,
      importedAt: registry.importedAt,
      isGone: sql<boolean>`${listing.removedAt} is not null`,
    })
    .from(listingIdentity)
    .innerJoin(
      listing,
      and(eq(listing.orgId, listingIdentity.orgId), eq(listing.id, listingIdentity.listingId)),
    )
    .innerJoin(registry, and(eq(registry.orgId, listing.orgId), eq(registry.id, listing.registryId)))
    .leftJoin(
      registryImport,
      and(eq(registryImport.orgId, listing.orgId), eq(registryImport.id, listing.seenIn)),
    )
    .where(
      and(
        inOrg(ctx, listingIdentity),
        eq(listingIdentity.identity, identity),
        or(isNull(listing.removedAt), inArray(listing.status, ["deleted", "deprecated"])),
        isNull(registry.removedAt),
      ),
    )
    .orderBy(isNotNull(listing.removedAt), desc(listing.isLatest), desc(listing.versionOrder), listing.id)
    .limit(MOST_LISTINGS);
}

/** How many registries were read here, and when the last one was. */
export async function findRegistriesRead(tx: Transaction, ctx: Ctx): Promise<RegistriesRead> {
  const [found] = await tx
    .select({ registries: count(), newest: max(registry.importedAt) })
    .from(registry)
    .where(and(inOrg(ctx, registry), isNull(registry.removedAt), isNotNull(registry.importedAt)));
  return found ?? { registries: 0, newest: null };
}

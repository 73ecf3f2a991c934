import { and, count, eq, inArray, isNotNull, isNull, lte, max, or, sql } from "drizzle-orm";
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

/** The entries of registries that name these identities, the newest first, at most 200 of each. */
export async function listFactsOfMany(
  tx: Transaction,
  ctx: Ctx,
  identities: readonly string[],
): Promise<Map<string, ListingFacts[]>> {
  const facts = new Map<string, ListingFacts[]>();
  if (identities.length === 0) return facts;
  const newest = sql`${listing.removedAt} is not null, ${listing.isLatest} desc, ${listing.versionOrder} desc, ${listing.id}`;
  const ranked = tx
    .select({
      identity: listingIdentity.identity,
      registry: sql<string>`${registry.name}`.as("registry_name"),
      kind: registry.kind,
      // what was given as a file has nobody's address to speak for it, whichever registry it was given to
      address: sql<
        string | null
      >`case when ${registryImport.id} is not null and ${registryImport.fileName} is null then ${registry.address} end`.as(
        "spoken_address",
      ),
      name: sql<string>`${listing.name}`.as("listing_name"),
      isLatest: listing.isLatest,
      release: listingIdentity.release,
      status: listing.status,
      declared: listing.declared,
      importedAt: registry.importedAt,
      isGone: sql<boolean>`${listing.removedAt} is not null`.as("is_gone"),
      place: sql<number>`row_number() over (partition by ${listingIdentity.identity} order by ${newest})`.as(
        "place",
      ),
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
        inArray(listingIdentity.identity, [...identities]),
        or(isNull(listing.removedAt), inArray(listing.status, ["deleted", "deprecated"])),
        isNull(registry.removedAt),
      ),
    )
    .as("ranked");
  const rows = await tx
    .select()
    .from(ranked)
    .where(lte(ranked.place, MOST_LISTINGS))
    .orderBy(ranked.identity, ranked.place)
    .limit(MOST_LISTINGS * identities.length);
  for (const { identity, place: _, ...one } of rows)
    facts.set(identity, [...(facts.get(identity) ?? []), one]);
  return facts;
}

/** How many registries were read here, and when the last one was. */
export async function findRegistriesRead(tx: Transaction, ctx: Ctx): Promise<RegistriesRead> {
  const [found] = await tx
    .select({ registries: count(), newest: max(registry.importedAt) })
    .from(registry)
    .where(and(inOrg(ctx, registry), isNull(registry.removedAt), isNotNull(registry.importedAt)));
  return found ?? { registries: 0, newest: null };
}

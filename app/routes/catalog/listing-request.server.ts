import { ServerIdentity } from "#app/domain/catalog/server-inputs.ts";
import type { ListingDetail } from "#app/domain/registries/listing-queries.server.ts";
import { paths } from "#app/http/paths.ts";

/** Where access to a listed server is asked for; null where it is blocked here, or no way to it has an identity. */
export function requestOf(org: string, found: Pick<ListingDetail, "standing" | "places">): string | null {
  if (found.standing === "blocked") return null;
  const identity = found.places
    .map((place) => place.identity)
    .find((one) => ServerIdentity.safeParse(one).success);
  return identity ? `${paths.newRequest(org)}?identity=${encodeURIComponent(identity)}` : null;
}

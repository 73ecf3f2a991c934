import type { ReactNode } from "react";
import type { ListingDetail } from "#app/domain/registries/listing-queries.server.ts";
import { SafeText } from "#app/ui/safe-text.tsx";

function portWords(ports: readonly number[]): string {
  return ports.length === 1 ? `port ${ports[0]}` : `ports ${ports.join(", ")}`;
}

/** Where it reaches, as its registry declares. */
export function networkWords({
  reach,
  hosts,
  ports = [],
}: NonNullable<ListingDetail["declared"]["network"]>): ReactNode {
  if (reach === "none") return "None";
  if (reach === "unnamed") return `Hosts not named, at ${portWords(ports)}`;
  return reach === "any" ? "Anywhere" : <SafeText text={hosts.join(", ")} limit={200} />;
}

/** The variables it demands. */
export function demandWords({ places }: ListingDetail): ReactNode {
  const demands = new Map(places.flatMap((place) => place.demands.map((one) => [one.name, one] as const)));
  if (demands.size === 0) return places.length === 0 ? "Unknown" : "Nothing it names";
  const words = [...demands.values()].map(({ name, isSecret }) => (isSecret ? `${name} (secret)` : name));
  return <SafeText text={words.join(", ")} limit={400} />;
}

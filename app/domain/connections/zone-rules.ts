import {
  type IpAddress,
  type IpNetwork,
  isInNetwork,
  readIp,
  readIpNetwork,
} from "#app/domain/trust/ip-networks.ts";
import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";
import { ZONE_VALUES, type Zone } from "#app/domain/trust/zone-words.ts";
import type { ZoneRule } from "./zone-inputs.ts";

/** Where something stands as far as it was seen: its host and the address that was connected to, and the zone they tell. */
export type Place = { host: string | null; address: string | null; zone: Zone | null };

export type Declared = { zone: Zone /** Counts from 1. */; rule: number };

/** The zone the first rule that applies declares. A host without `identity` is one a server goes to. */
export function declaredZone(
  rules: readonly ZoneRule[],
  subject: { identity: string | null } & Pick<Place, "host" | "address">,
): Declared | null {
  const networks = networksOf(rules);
  const ips = [subject.host, subject.address].flatMap((text) => (text === null ? [] : (readIp(text) ?? [])));
  const index = rules.findIndex((rule, at) => applies(rule, networks[at], { ...subject, ips }));
  const rule = rules[index];
  return rule ? { zone: rule.zone, rule: index + 1 } : null;
}

const read = new WeakMap<readonly ZoneRule[], (IpNetwork | undefined)[]>();

/** The networks a list of rules names, by position; read once, since a list is held against thousands of servers. */
function networksOf(rules: readonly ZoneRule[]): readonly (IpNetwork | undefined)[] {
  const before = read.get(rules);
  if (before?.length === rules.length) return before;
  const networks = rules.map(({ kind, pattern }) =>
    kind === "network" ? readIpNetwork(pattern) : undefined,
  );
  read.set(rules, networks);
  return networks;
}

function applies(
  { kind, pattern }: ZoneRule,
  network: IpNetwork | undefined,
  { identity, host, ips }: { identity: string | null; host: string | null; ips: readonly IpAddress[] },
): boolean {
  if (kind === "identity") return identity !== null && matches(pattern, identity);
  if (kind === "host") return host !== null && matches(pattern.toLowerCase(), host.toLowerCase());
  return network !== undefined && ips.some((ip) => isInNetwork(ip, network));
}

/** `*` is any run of characters, everything else itself. Takes as long as the text is, whatever the pattern. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = ""] = parts;
  if (parts.length === 1) return text === pattern;
  const last = parts.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** The zone of a host a launch names, declared or as its name tells. */
export function zoneOfReached(rules: readonly ZoneRule[], host: string): Zone | null {
  return declaredZone(rules, { identity: null, host, address: null })?.zone ?? zoneOfHost(host);
}

/** The zones a server runs in, each with the rule that says so. */
export function placeZones(identity: string, places: readonly Place[], rules: readonly ZoneRule[]) {
  const somewhere = places.length > 0 ? places : [{ host: null, address: null, zone: null }];
  return somewhere.flatMap((place): { zone: Zone; rule: number | null }[] => {
    const declared = declaredZone(rules, { identity, ...place });
    if (declared) return [declared];
    return place.zone === null ? [] : [{ zone: place.zone, rule: null }];
  });
}

/** Of several the one that can reach and be reached most. */
export function openestZone<Z extends { zone: Zone }>(zones: readonly Z[]): Z | undefined {
  return [...zones].sort((a, b) => ZONE_VALUES[a.zone] - ZONE_VALUES[b.zone])[0];
}

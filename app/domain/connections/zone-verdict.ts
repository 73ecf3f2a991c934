import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";
import type { Zone } from "#app/domain/trust/zone-words.ts";
import type { ConnectionFacts } from "./connection-facts.ts";
import type { LaunchConnection } from "./launch-connection.ts";
import type { ZoneRule } from "./zone-inputs.ts";
import { openestZone, type Place, placeZones, zoneOfReached } from "./zone-rules.ts";

/** What is known of a server before its zone is told. */
export type ZoneFacts = {
  identity: string;
  /** How the installations that are there reach it, each way once. */
  uses: readonly LaunchConnection[];
  /** The newest look from outside that saw something. */
  seen: { facts: ConnectionFacts } | null;
  /** Whether it reads what not everybody may know; null: its tools were never listed. */
  isSensitive: boolean | null;
};

export type ZoneVerdict = {
  /** Where it was seen to run. */
  places: Place[];
  /** The most open zone it runs in; null: not known. */
  zone: Zone | null;
  /** Of the rule that declared it, counting from 1; null: observed. */
  rule: number | null;
  /** Hosts its launches name for it to go to. */
  reached: { host: string; zone: Zone }[];
  /** Two zones it stands between. */
  joins: [Zone, Zone] | null;
  /** Whether it is both sensitive and reachable from the public internet; null: not known. */
  isExposed: boolean | null;
};

/** Where a server runs: as the first rule that applies declares it, else as it was observed. */
export function zoneVerdict(facts: ZoneFacts, rules: readonly ZoneRule[]): ZoneVerdict {
  const places = placesOf(facts);
  const placed = placeZones(facts.identity, places, rules);
  const open = openestZone(placed);
  const hosts = [...new Set(facts.uses.flatMap(({ reaches }) => reaches))].sort();
  const reached = hosts.flatMap((host) => {
    const zone = zoneOfReached(rules, host);
    return zone === null ? [] : [{ host, zone }];
  });
  const isPublic = facts.seen?.facts.isPublic === true || open?.zone === "public_internet";
  return {
    places,
    zone: open?.zone ?? null,
    rule: open?.rule ?? null,
    reached,
    joins: joinedZones(
      placed.map(({ zone }) => zone),
      reached.map(({ zone }) => zone),
      facts.seen?.facts.isPublic === true,
    ),
    isExposed: isPublic ? facts.isSensitive : open === undefined ? null : false,
  };
}

function placesOf({ identity, uses, seen }: ZoneFacts): Place[] {
  if (identity.startsWith("remote:")) {
    const host = uses.find((use) => use.host !== null)?.host ?? null;
    const address = seen?.facts.address ?? null;
    const byAddress =
      seen?.facts.isPublic === true ? "public_internet" : address === null ? null : zoneOfHost(address);
    return [{ host, address, zone: byAddress ?? (host === null ? null : zoneOfHost(host)) }];
  }
  const zones = [...new Set(uses.map(({ zone }) => zone))];
  return zones.map((zone) => ({ host: null, address: null, zone }));
}

/**
 * A way between two zones: from a developer's machine or the public internet into an internal segment, or something
 * declared to stand inside that answered from the public internet.
 */
function joinedZones(
  runs: readonly Zone[],
  reached: readonly Zone[],
  answersPublicly: boolean,
): [Zone, Zone] | null {
  const closed = runs.find((zone) => zone !== "public_internet");
  if (closed && answersPublicly) return [closed, "public_internet"];
  const all = new Set([...runs, ...reached]);
  if (!all.has("internal_segment")) return null;
  if (all.has("public_internet")) return ["internal_segment", "public_internet"];
  return all.has("developer_machine") && reached.includes("internal_segment")
    ? ["developer_machine", "internal_segment"]
    : null;
}

import { z } from "zod";
import { containerRun } from "#app/domain/inventory/identities/oci.ts";
import { argumentText, identifyLaunch, unwrapLaunch } from "#app/domain/inventory/launch-identity.ts";
import { type Launch, TRANSPORTS } from "#app/domain/inventory/scan-inputs.ts";
import { SECRET_PLACES, secretPlaces } from "#app/domain/trust/secret-places.ts";
import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";
import { ZONES } from "#app/domain/trust/zone-words.ts";

const MOST_REACHED = 4;

/** How one installation reaches its server: what its file says, and no more. Small, so that many alike are one row of a summary. */
export const LaunchConnection = z.object({
  transport: z.enum(TRANSPORTS),
  /** `local`: it never leaves the machine. `unknown`: the address does not say. */
  way: z.enum(["local", "tls", "plain", "unknown"]),
  /** Of a server with an address of its own; null where there is none or it is not known. */
  host: z.string().max(255).nullable(),
  /** Where the secrets stand it is given; none of them: it is given no secret. */
  secrets: z.array(z.enum(SECRET_PLACES)).max(SECRET_PLACES.length),
  zone: z.enum(ZONES).nullable(),
  /** Hosts its launch names for it to go to. */
  reaches: z.array(z.string().max(255)).max(MOST_REACHED),
});
export type LaunchConnection = z.infer<typeof LaunchConnection>;

/** It reads the redacted launch only. */
export function connectionOf(launch: Launch): LaunchConnection {
  const { transport } = launch;
  const { identity, kind } = identifyLaunch(launch);
  const secrets = secretPlaces(launch);
  if (kind === "remote") {
    const [, scheme = "", rest = ""] = /^remote:([a-z][\w+.-]*):\/\/([^/]*)/i.exec(identity) ?? [];
    const host = rest.replace(/:\d*$/, "").toLowerCase().slice(0, 255);
    const zone = zoneOfHost(host);
    const way = /^(?:https|wss)$/.test(scheme) ? "tls" : /^(?:http|ws)$/.test(scheme) ? "plain" : "unknown";
    return { transport, way, host: zone === null ? null : host, secrets, zone, reaches: [] };
  }
  const { line } = unwrapLaunch(launch);
  const flags = containerRun(line)?.flags ?? [];
  const isShut = flags.some(
    (flag, index) =>
      /^--net(?:work)?=none$/.test(flag) || (/^--net(?:work)?$/.test(flag) && flags[index + 1] === "none"),
  );
  const zone = isShut ? "container_without_network" : "developer_machine";
  return {
    transport,
    way: "local",
    host: null,
    secrets,
    zone,
    reaches: isShut ? [] : reachedHosts(launch.args.map(argumentText)),
  };
}

const PACKAGE_SOURCES =
  /^--?(?:from|index-url|extra-index-url|default-index|index|registry|find-links|i|image|label|l)$/;
const HOST_FLAG = /^--?(?:[\w-]+[-_])?(?:host|hostname|server|endpoint)$/i;

/** Hosts named as something to go to: in addresses, connection strings and flags for a host; not where code is fetched from. */
function reachedHosts(args: readonly string[]): string[] {
  const found = args.flatMap((word, index) => {
    const before = args[index - 1] ?? "";
    const [, flag = "", value = ""] = /^(--?[\w-]+)=([\s\S]*)$/.exec(word) ?? [];
    if (PACKAGE_SOURCES.test(before) || PACKAGE_SOURCES.test(flag)) return [];
    const bare = HOST_FLAG.test(before) ? [word] : HOST_FLAG.test(flag) ? [value] : [];
    return [...hostsOfAddresses(word), ...bare.filter((text) => /^[\w.-]+(?::\d+)?$/.test(text))];
  });
  const hosts = found.map((host) => host.replace(/:\d*$/, "").toLowerCase().slice(0, 255));
  const known = hosts.filter((host) => zoneOfHost(host) !== null && zoneOfHost(host) !== "developer_machine");
  return [...new Set(known)].sort().slice(0, MOST_REACHED);
}

function hostsOfAddresses(word: string): string[] {
  const addresses = word.matchAll(/\b([a-z][a-z0-9+.-]{0,30}):\/\/(?:[^\s/?#@]*@)?([^\s/?#@,;"']+)/gi);
  return [...addresses].flatMap(([, scheme = "", host = ""]) =>
    /^(?:git|git\+\w+|file|unix|pipe|docker|ssh)$/i.test(scheme) ? [] : [host],
  );
}

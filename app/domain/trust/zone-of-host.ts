import { type IpNetwork, isInNetwork, readIp, readIpNetwork } from "./ip-networks.ts";
import type { Zone } from "./zone-words.ts";

function networks(texts: string): readonly IpNetwork[] {
  return texts.split(" ").flatMap((text) => readIpNetwork(text) ?? []);
}

const LOOPBACK = networks("127.0.0.0/8 0.0.0.0/32 ::1/128 ::/128");
/** Used inside only: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
const INTERNAL = networks(
  "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 fc00::/7 fe80::/10",
);

/** Names nobody outside can resolve: RFC 2606, 6761, 6762, 8375, 9476 and what networks are called by habit. */
const INTERNAL_SUFFIX =
  /\.(?:local|localdomain|internal|intranet|intern|lan|corp|private|home|home\.arpa|test|svc|cluster\.local)$/i;

/** The zone a host stands in as its name or address alone tells; null where a part of it is not known. */
export function zoneOfHost(host: string): Zone | null {
  if (host === "" || !/^[\w.:%[\]-]+$/.test(host)) return null;
  const ip = readIp(host);
  if (ip !== undefined) {
    if (LOOPBACK.some((network) => isInNetwork(ip, network))) return "developer_machine";
    return INTERNAL.some((network) => isInNetwork(ip, network)) ? "internal_segment" : "public_internet";
  }
  const name = host.replace(/\.$/, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost") || name === "host.docker.internal")
    return "developer_machine";
  return !name.includes(".") || INTERNAL_SUFFIX.test(name) ? "internal_segment" : "public_internet";
}

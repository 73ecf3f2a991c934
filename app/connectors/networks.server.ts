import { BlockList, isIP } from "node:net";

// Everything that is not the public internet: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890).
const NOT_PUBLIC_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
// Of IPv6 only 2000::/3 is given out; inside it stand tunnels that carry an IPv4 address, and documentation.
const PUBLIC_IPV6 = ["2000::/3"];
const NOT_PUBLIC_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const notPublic = blockList([...NOT_PUBLIC_IPV4, ...NOT_PUBLIC_IPV6]);
const givenOut = blockList(PUBLIC_IPV6);

/** Networks in CIDR notation ("127.0.0.0/8", "fd00::/8"), for asking whether an address is in one of them. */
export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** "public", "allowed" (one of the networks an administrator named), or "refused". Takes an address, never a name. */
export function kindOfAddress(address: string, allowed: BlockList): "public" | "allowed" | "refused" {
  const plain = unmapped(address);
  const family = isIP(plain);
  if (family === 0) return "refused";
  const kind = family === 6 ? "ipv6" : "ipv4";
  if (allowed.check(plain, kind)) return "allowed";
  if (notPublic.check(plain, kind)) return "refused";
  return family === 4 || givenOut.check(plain, kind) ? "public" : "refused";
}

/** An IPv4 address written as IPv6 (::ffff:127.0.0.1) is that IPv4 address; a zone (fe80::1%eth0) is left out. */
function unmapped(address: string): string {
  const [bare = ""] = address.split("%");
  if (isIP(bare) !== 6) return bare;
  const written = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const halves = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written);
  if (!halves) return written;
  const [high, low] = [Number.parseInt(halves[1] ?? "", 16), Number.parseInt(halves[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

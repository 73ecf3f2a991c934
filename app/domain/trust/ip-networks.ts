/** An address as a number: 32 bits for IPv4, 128 for IPv6. */
export type IpAddress = { family: 4 | 6; value: bigint };
export type IpNetwork = IpAddress & { bits: number };

function readIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function readIpv6(text: string): bigint | undefined {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return undefined;
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const four = embedded ? readIpv4(embedded[2] ?? "") : undefined;
  if (embedded && four === undefined) return undefined;
  const plain =
    four === undefined
      ? text
      : `${embedded?.[1] ?? ""}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** An address in its usual spelling; one of IPv4 carried in IPv6 (::ffff:10.0.0.1) is that of IPv4. Undefined for a name. */
export function readIp(text: string): IpAddress | undefined {
  const bare = text.replace(/^\[|\]$/g, "").split("%")[0] ?? "";
  const four = readIpv4(bare);
  if (four !== undefined) return { family: 4, value: four };
  const six = readIpv6(bare);
  if (six === undefined) return undefined;
  return six >> 32n === 0xffffn ? { family: 4, value: six & 0xffff_ffffn } : { family: 6, value: six };
}

/** A network in CIDR notation, or one address alone. Undefined when bits stand behind its prefix: that is a mistake. */
export function readIpNetwork(text: string): IpNetwork | undefined {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  const ip = readIp(address);
  if (ip === undefined || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
    return undefined;
  const width = ip.family === 4 ? 32 : 128;
  const bits = prefix === undefined ? width : Number(prefix);
  if (bits > width || (ip.value & ((1n << BigInt(width - bits)) - 1n)) !== 0n) return undefined;
  return { ...ip, bits };
}

export function isInNetwork(ip: IpAddress, network: IpNetwork): boolean {
  if (ip.family !== network.family) return false;
  const rest = BigInt((ip.family === 4 ? 32 : 128) - network.bits);
  return ip.value >> rest === network.value >> rest;
}

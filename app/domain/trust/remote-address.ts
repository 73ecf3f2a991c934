/** What an identity `remote:…` says of the way to it; null for every other identity. */
export type RemoteAddress =
  | { known: false }
  | { known: true; url: URL; isEncrypted: boolean; place: "loopback" | "internal" | "public" };

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;
const PRIVATE_IPV4 =
  /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const PRIVATE_IPV6 = /^\[(?:f[cd]|fe[89ab])/i;
const INTERNAL_NAME = /\.(?:internal|local|lan|intranet|corp|home|home\.arpa|svc|cluster\.local)$/i;

/** Read from the address alone: names are not looked up. A name without a dot is one of an internal network. */
export function remoteAddress(identity: string): RemoteAddress | null {
  if (!identity.startsWith("remote:")) return null;
  const text = identity.slice("remote:".length);
  if (/[${}•]/.test(text.split("/")[2] ?? "") || !URL.canParse(text)) return { known: false };
  const url = new URL(text);
  if (!/^(?:https?|wss?):$/.test(url.protocol) || url.hostname === "") return { known: false };
  const isEncrypted = url.protocol === "https:" || url.protocol === "wss:";
  return { known: true, url, isEncrypted, place: placeOf(url.hostname) };
}

function placeOf(host: string): "loopback" | "internal" | "public" {
  if (LOOPBACK.test(host)) return "loopback";
  const isAddress = /^[\d.]+$/.test(host) || host.startsWith("[");
  if (PRIVATE_IPV4.test(host) || PRIVATE_IPV6.test(host)) return "internal";
  if (!isAddress && (INTERNAL_NAME.test(host) || !host.includes("."))) return "internal";
  return "public";
}

import { zoneOfHost } from "./zone-of-host.ts";
import type { Zone } from "./zone-words.ts";

/** What an identity `remote:…` says of the way to it; null for every other identity. */
export type RemoteAddress =
  | { known: false }
  | { known: true; url: URL; isEncrypted: boolean; place: "loopback" | "internal" | "public" };

const PLACES: Record<Zone, "loopback" | "internal" | "public"> = {
  container_without_network: "loopback",
  developer_machine: "loopback",
  internal_segment: "internal",
  public_internet: "public",
};

/** Read from the address alone: names are not looked up. A name without a dot is one of an internal network. */
export function remoteAddress(identity: string): RemoteAddress | null {
  if (!identity.startsWith("remote:")) return null;
  const text = identity.slice("remote:".length);
  if (/[${}•]/.test(text.split("/")[2] ?? "") || !URL.canParse(text)) return { known: false };
  const url = new URL(text);
  if (!/^(?:https?|wss?):$/.test(url.protocol) || url.hostname === "") return { known: false };
  const isEncrypted = url.protocol === "https:" || url.protocol === "wss:";
  const zone = zoneOfHost(url.hostname);
  return zone === null ? { known: false } : { known: true, url, isEncrypted, place: PLACES[zone] };
}

import { hkdfSync } from "node:crypto";
import { sealingKey } from "./sealing-key.server.ts";

/**
 * The key with which devices of one organization fingerprint the secrets they find: 32 bytes in base64, derived from the
 * key of this installation (HKDF-SHA-256, RFC 5869), so that equal secrets of two organizations cannot be told to be equal.
 */
export function fingerprintKey(orgId: string): string {
  const derived = hkdfSync("sha256", sealingKey(), "castellan", `fingerprint ${orgId}`, 32);
  return Buffer.from(derived).toString("base64");
}

import { hkdfSync } from "node:crypto";
import { sealingKeys } from "./sealing-key.server.ts";

/**
 * What an organization's fingerprint key starts as: 32 bytes in base64, derived from the oldest key of this installation
 * (HKDF-SHA-256, RFC 5869), so that equal secrets of two organizations cannot be told to be equal. It is kept sealed from
 * its first use on, since replacing the sealing key must not change it.
 */
export function firstFingerprintKey(orgId: string): string {
  const oldest = sealingKeys().at(-1) ?? Buffer.alloc(0);
  const derived = hkdfSync("sha256", oldest, "castellan", `fingerprint ${orgId}`, 32);
  return Buffer.from(derived).toString("base64");
}

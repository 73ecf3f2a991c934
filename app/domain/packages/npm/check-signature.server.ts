import { createPublicKey, verify } from "node:crypto";
import type { SignatureAnswer } from "#app/domain/packages/package-facts.ts";

export type RegistrySignature = { keyid: string; sig: string };
/** A key of a registry, as it publishes it: an SPKI in base64, for ECDSA over P-256. */
export type RegistryKey = { keyid: string; key: string; expires: string | null };

export type Signed = {
  name: string;
  version: string;
  integrity: string | null;
  /** Null: the registry leaves them out. */
  signatures: readonly RegistrySignature[] | null;
  publishedAt: string | null;
};

/**
 * Whether a registry's own signature over name, version and content fits one of the keys it publishes (npm, "About ECDSA
 * registry signatures"). It says what the registry holds, not who built it.
 * @param keys null: they could not be read
 */
export function checkSignature(signed: Signed, keys: readonly RegistryKey[] | null): SignatureAnswer | null {
  const { signatures, integrity, publishedAt } = signed;
  if (signatures === null) return null;
  if (signatures.length === 0) return "none";
  if (keys === null || integrity === null) return "not_checked";
  const text = Buffer.from(`${signed.name}@${signed.version}:${integrity}`);
  const known = signatures.flatMap((one) => {
    const key = keys.find(({ keyid }) => keyid === one.keyid);
    return key && isInTime(key, publishedAt) ? [{ ...key, sig: one.sig }] : [];
  });
  if (known.length === 0) return "unknown_key";
  return known.every((one) => fits(text, one)) ? "fits" : "wrong";
}

function isInTime({ expires }: RegistryKey, publishedAt: string | null): boolean {
  return expires === null || (publishedAt !== null && Date.parse(publishedAt) < Date.parse(expires));
}

function fits(text: Buffer, { key, sig }: RegistryKey & { sig: string }): boolean {
  try {
    const spki = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return spki.asymmetricKeyType === "ec" && verify("sha256", text, spki, Buffer.from(sig, "base64"));
  } catch {
    // A key or a signature that is none fits nothing.
    return false;
  }
}

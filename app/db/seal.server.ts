import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { sealingKey, sealingKeys } from "./sealing-key.server.ts";

const VERSION = "v1";

/**
 * Seals a text so that only this installation can read it: AES-256-GCM with a key derived from the sealing key
 * (HKDF-SHA-256), a random nonce of 96 bits (NIST SP 800-38D) and `place` as additional data.
 * @param place what the text belongs to, e.g. "sealed_secret <org> <id>": moved to another place it does not open
 * @returns "v1.<key id>.<nonce>.<sealed and tag>", base64url
 */
export function seal(text: string, place: string): string {
  const key = sealingKey();
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derive(key), nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, keyId(key), nonce.toString("base64url"), sealed.toString("base64url")].join(".");
}

/**
 * The text that was sealed for `place`, with the key of this process or one it replaced. Throws a sentence without any
 * of the text when no such key is here, or when it was sealed for another place or changed.
 */
export function unseal(sealed: string, place: string): string {
  const [version, id, nonce = "", body = ""] = sealed.split(".");
  const key = sealingKeys().find((one) => keyId(one) === id);
  if (version !== VERSION || !key)
    throw new Error("A sealed secret was sealed with a key that this process does not have.");
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", derive(key), Buffer.from(nonce, "base64url"));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch {
    throw new Error("A sealed secret does not open: it was changed or moved.");
  }
}

/** The id of the key that seals now: what was sealed with another one waits for rotation. */
export function sealingKeyId(): string {
  return keyId(sealingKey());
}

function keyId(key: Buffer): string {
  return createHash("sha256").update("castellan key id").update(key).digest("base64url").slice(0, 10);
}

function derive(key: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "castellan", "seal", 32));
}

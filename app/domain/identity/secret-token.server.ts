import { createHash, randomBytes } from "node:crypto";

/** 192 random bits after a prefix that says what the secret opens, so that scanners and people recognise it. */
export function makeSecret(prefix: "cst_" | "scm_" | "csd_" | "cse_" | "inv_" | "rst_" | "adr_"): {
  secret: string;
  hash: string;
} {
  const secret = `${prefix}${randomBytes(24).toString("base64url")}`;
  return { secret, hash: hashSecret(secret) };
}

/** SHA-256, hex: the only form in which a secret of ours is stored. Enough for random secrets, never for passwords. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

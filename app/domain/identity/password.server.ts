import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** NIST SP 800-63B-4, section 3.1.1.2: length, no rules of composition. The end keeps the hash from being a load. */
export const Password = z
  .string()
  .min(12, "Use at least 12 characters. A few words in a row are easy to remember.")
  .max(256, "Use at most 256 characters.");

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane (the library's variant is argon2id).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobody: Promise<string> | undefined;

/** argon2id, encoded with its parameters and salt. Characters are compared in Unicode NFKC. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Whether the password fits. Without a hash the same work is done and the answer is no. */
export async function passwordFits(encoded: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("a password nobody has");
  const fits = await verify(encoded ?? (await nobody), password.normalize("NFKC"));
  return encoded !== null && fits;
}

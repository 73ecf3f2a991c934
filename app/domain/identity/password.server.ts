import { hash, verify } from "@node-rs/argon2";

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

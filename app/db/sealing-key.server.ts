import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

let key: Buffer | undefined;
let before: readonly Buffer[] = [];

/**
 * Sets the key of this process: the one given, or the one in `home/sealing.key` (0600), made at random when missing.
 * `former` are keys that were replaced: they still open what they sealed. Called once at start.
 */
export function setSealingKey(
  given: Buffer | undefined,
  home?: string,
  former: readonly Buffer[] = [],
): void {
  if (given) key = given;
  else if (home) key = readOrMake(path.join(home, "sealing.key"));
  before = former;
}

/** Every key that may have sealed something, the one that seals now first. */
export function sealingKeys(): readonly Buffer[] {
  return [sealingKey(), ...before];
}

/** 32 bytes that seal what admins entered and from which the fingerprint keys of organizations derive. */
export function sealingKey(): Buffer {
  if (!key) throw new Error("The sealing key of this process is not set.");
  return key;
}

/** The whole key appears under its name or nothing does, so that a killed start leaves no half of one. */
function readOrMake(file: string): Buffer {
  if (!existsSync(file)) {
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      rmSync(draft);
    }
  }
  const found = Buffer.from(readFileSync(file, "utf8"), "base64");
  if (found.length !== 32)
    throw new Error(`The sealing key in ${file} is damaged: it must be 32 bytes in base64.`);
  return found;
}

import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const KEY_FILE = "sealing.key";
const FORMER_FILE = "sealing.former";

let key: Buffer | undefined;
let before: readonly Buffer[] = [];

/**
 * Sets the key of this process: the one given, or the one in `home/sealing.key` (0600), made at random when missing.
 * `former`, and what `home/sealing.former` lists, are keys that were replaced: they still open what they sealed.
 * Called once at start.
 */
export function setSealingKey(
  given: Buffer | undefined,
  home?: string,
  former: readonly Buffer[] = [],
): void {
  if (given) key = given;
  else if (home) key = readOrMake(path.join(home, KEY_FILE));
  before = [...former, ...(home && !given ? readFormer(home) : [])];
}

/**
 * Replaces the key in `home` by a new one at random. The old one is written down as a former key before the new one
 * appears, so that no moment exists in which something sealed cannot be opened. Processes take the new key at their start.
 */
export function replaceSealingKey(home: string): void {
  const old = readOrMake(path.join(home, KEY_FILE));
  writeWhole(path.join(home, FORMER_FILE), [old, ...readFormer(home)].map(encoded).join("\n"));
  writeWhole(path.join(home, KEY_FILE), encoded(randomBytes(32)));
}

/** Forgets the former keys in `home`. Only once nothing is sealed with them any more. Returns how many there were. */
export function forgetFormerKeys(home: string): number {
  const former = readFormer(home);
  rmSync(path.join(home, FORMER_FILE), { force: true });
  return former.length;
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
    writeFileSync(draft, encoded(randomBytes(32)), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      rmSync(draft);
    }
  }
  return decoded(readFileSync(file, "utf8"), file);
}

function readFormer(home: string): Buffer[] {
  const file = path.join(home, FORMER_FILE);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => decoded(line, file));
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

function encoded(one: Buffer): string {
  return one.toString("base64");
}

function decoded(text: string, file: string): Buffer {
  const found = Buffer.from(text, "base64");
  if (found.length !== 32)
    throw new Error(`The sealing key in ${file} is damaged: it must be 32 bytes in base64.`);
  return found;
}

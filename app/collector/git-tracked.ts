import type { Stats } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { ScanFile } from "#app/domain/inventory/scan-inputs.ts";

const LARGEST_INDEX = 64 * 1024 * 1024;
const LARGEST_SETTINGS = 1024 * 1024;
/** No system keeps a longer one. */
const LONGEST_NAME = 4_096;
const HEADER = 12;
/** Times, device, owner, size and the name of the content, before the flags. */
const FIXED = 60;
const EXTENDED = 0x4000;

/**
 * Whether git keeps each file, by what its index says. It only reads: no git runs and no hook. Undefined when nobody can
 * tell: a worktree, a submodule, an index that is split, sparse, too large or of another kind. History is not looked at.
 */
export class GitIndexes {
  readonly #indexes = new Map<string, ReadonlySet<string> | undefined>();

  async tracks(file: string): Promise<boolean | undefined> {
    const real = await realpath(file).catch(() => undefined);
    if (real === undefined) return undefined;
    for (let folder = path.dirname(real); ; folder = path.dirname(folder)) {
      const found = await look(path.join(folder, ".git"));
      // a file leads elsewhere: this is a worktree or a submodule
      if (found === undefined || (found !== null && !found.isDirectory())) return undefined;
      if (found !== null) {
        const names = await this.#namesIn(folder);
        return names?.has(path.relative(folder, real).replaceAll("\\", "/"));
      }
      if (folder === path.dirname(folder)) return false;
    }
  }

  async #namesIn(root: string): Promise<ReadonlySet<string> | undefined> {
    if (!this.#indexes.has(root)) this.#indexes.set(root, await readNames(path.join(root, ".git")));
    return this.#indexes.get(root);
  }
}

/** Says of the servers of one file whether git keeps it, where that is known. */
export async function tellTracked(
  files: readonly ScanFile[],
  source: string,
  git: GitIndexes,
): Promise<void> {
  const found = files.filter(({ outcome }) => outcome === "found");
  const tracked = found.length === 0 ? undefined : await git.tracks(source);
  if (tracked !== undefined) for (const file of found) file.tracked = tracked;
}

async function readNames(folder: string): Promise<ReadonlySet<string> | undefined> {
  const file = path.join(folder, "index");
  const found = await look(file);
  // a repository in which nothing was ever added has no index, but it has a HEAD
  if (found === null) return (await look(path.join(folder, "HEAD"))) ? new Set() : undefined;
  const config = await bytesOf(path.join(folder, "config"), LARGEST_SETTINGS);
  // names of content are longer there
  if (config === undefined || /objectformat\s{0,8}=\s{0,8}sha256/i.test(config.toString("utf8")))
    return undefined;
  const bytes = await bytesOf(file, LARGEST_INDEX);
  return bytes === undefined ? undefined : namesIn(bytes);
}

/** Null when there is nothing, undefined when nobody could look. */
async function look(file: string): Promise<Stats | null | undefined> {
  return stat(file).catch((error: unknown) =>
    error instanceof Error && "code" in error && error.code === "ENOENT" ? null : undefined,
  );
}

/** Undefined for what is no file, such as a pipe nobody writes into, and for one that is too large; empty when there is none. */
async function bytesOf(file: string, most: number): Promise<Buffer | undefined> {
  const found = await look(file);
  if (found === null) return Buffer.alloc(0);
  if (!found?.isFile() || found.size > most) return undefined;
  return readFile(file).catch(() => undefined);
}

/** The names in an index of version 2, 3 or 4, or undefined when it is not one that can be read whole. */
export function namesIn(bytes: Buffer): ReadonlySet<string> | undefined {
  if (bytes.length < HEADER || bytes.toString("latin1", 0, 4) !== "DIRC") return undefined;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  const names = new Set<string>();
  let at = HEADER;
  let before = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry += 1) {
    const start = at;
    if (start + FIXED + 2 > bytes.length) return undefined;
    const isFolder = (bytes.readUInt32BE(start + 24) & 0o170000) === 0o040000;
    const flags = bytes.readUInt16BE(start + FIXED);
    at = start + FIXED + (version > 2 && (flags & EXTENDED) !== 0 ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const cut = offsetAt(bytes, at);
      if (cut === undefined || cut.value > before.length) return undefined;
      kept = before.length - cut.value;
      at = cut.next;
    }
    const end = bytes.indexOf(0, at);
    // an index of a sparse checkout names whole folders
    if (end < 0 || isFolder || kept + end - at > LONGEST_NAME) return undefined;
    before = Buffer.concat([before.subarray(0, kept), bytes.subarray(at, end)]);
    names.add(before.toString("utf8"));
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
  }
  // a split index keeps most of its names in another file
  return bytes.toString("latin1", at, at + 4) === "link" ? undefined : names;
}

/** A number as git packs offsets: seven bits a byte, each further byte counting from the next number. */
function offsetAt(bytes: Buffer, from: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let at = from; at < bytes.length && at < from + 4; at += 1) {
    const byte = bytes.readUInt8(at);
    value += byte & 0x7f;
    if ((byte & 0x80) === 0) return { value, next: at + 1 };
    value = (value + 1) << 7;
  }
  return undefined;
}

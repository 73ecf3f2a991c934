import { readFile, stat } from "node:fs/promises";
import { mostCharacters } from "#app/domain/inventory/formats/json-file.ts";

/** Why a file or folder cannot be read, as the end of a sentence. */
export const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this person may not read it",
  EPERM: "this person may not read it",
  ELOOP: "the file is a link that leads to itself",
};

/**
 * Windows editors write UTF-16, with a mark at the start or without; everything else is read as UTF-8. No file that holds
 * servers begins with a zero character, so a zero among the first two bytes tells the order.
 */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return new TextDecoder("utf-16le").decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined))
    return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** The text of a file, undefined when there is none, or the reason why nobody could look. */
export async function textOf(file: string): Promise<{ text: string } | { reason: string } | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return { reason: "a file was expected here, something else was found" };
    const most = mostCharacters(file);
    if (found.size > most * 4)
      return { reason: `the file is too large to read: at most ${most / 1_048_576} MiB was expected` };
    return { text: decode(await readFile(file)) };
  } catch (error) {
    const code = codeOf(error);
    if (isAbsent(code)) return undefined;
    return { reason: REASONS[code] ?? `the file cannot be read (${code || "unknown reason"})` };
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function isAbsent(code: string): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}

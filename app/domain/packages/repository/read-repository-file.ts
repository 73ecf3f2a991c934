import { Invalid } from "#app/domain/errors.ts";
import { LARGEST_REPOSITORY_FILE, RepositoryFile } from "./repository-file.ts";

const MOST_REMARKS = 20;
const NOTHING_KEPT = "The file could not be taken. Nothing of it was kept.";

/** Reads one repository, a list of them, or `{ "repositories": […] }`. Throws Invalid that names the line or the entry. */
export function readRepositoryFile(text: string): RepositoryFile {
  if (text.trim() === "")
    throw new Invalid("Choose a file or paste what it holds.", { text: ["Nothing was given."] });
  if (text.length > LARGEST_REPOSITORY_FILE) throw refusal(["A file has at most 2 MB. Split it."]);
  const read = RepositoryFile.safeParse(asFile(parsed(text.replace(/^\uFEFF/, ""))));
  if (read.success) return read.data;
  throw refusal(read.error.issues.map(({ path, message }) => `${placeOf(path)}${message}`));
}

/** `entries` counts from 0. */
export function entryRemark(entry: number, says: string): string {
  return `Entry ${entry + 1}, ${says}`;
}

/** All that is wrong, the first twenty said. */
export function refusal(remarks: readonly string[]): Invalid {
  const more = remarks.length > MOST_REMARKS ? [`${remarks.length - MOST_REMARKS} more like these.`] : [];
  return new Invalid(NOTHING_KEPT, { text: [...remarks.slice(0, MOST_REMARKS), ...more] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal([`Line ${brokenLine(text)} is no JSON.`]);
  }
}

function asFile(value: unknown): unknown {
  if (Array.isArray(value)) return { repositories: value };
  const isOne = typeof value === "object" && value !== null && "identity" in value;
  return isOne ? { repositories: [value] } : value;
}

/** The line at which it stops being JSON, found by halves; the last one when it breaks off. */
function brokenLine(text: string): number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  let [sound, broken] = [0, ends.length];
  while (sound < broken) {
    const middle = (sound + broken) >> 1;
    if (mayGoOn(text.slice(0, ends[middle]))) sound = middle + 1;
    else broken = middle;
  }
  return sound + 1;
}

/** Whether nothing is wrong with it but that it ends too early. */
function mayGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = / at position (\d+)/.exec(error.message)?.[1];
    return position === undefined
      ? error.message.startsWith("Unexpected end")
      : Number(position) >= start.length;
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  const [, entry, ...rest] = path;
  if (typeof entry !== "number") return "";
  return `${entryRemark(entry, rest.map(String).join("."))}: `.replace(", :", ":");
}

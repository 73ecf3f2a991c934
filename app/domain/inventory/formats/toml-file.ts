import { parse, TomlError } from "smol-toml";
import { type Fault, FILE_LIMITS, type JsonFile } from "./json-file.ts";
import { nodeOf } from "./made-node.ts";

/** Reads TOML 1.0 into the same tree as a JSON file. The fault quotes nothing of the file, only the place. */
export function readTomlFile(raw: string, most: number): JsonFile | { fault: Fault; text: string } {
  if (raw.length > most)
    return {
      fault: { sentence: `the file is too large to read: at most ${most / 1_048_576} MiB was expected` },
      text: "",
    };
  const text = raw.startsWith("\ufeff") ? raw.slice(1) : raw;
  const tooDeep = { fault: { sentence: `values are nested deeper than ${FILE_LIMITS.depth} levels` }, text };
  if (hasEndlessKey(text)) return tooDeep;
  try {
    const value = parse(text, { maxDepth: FILE_LIMITS.depth, integersAsBigInt: "asNeeded" });
    if (isTooDeep(value)) return tooDeep;
    return { text, root: nodeOf(value) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const offset = offsetAt(text, error.line, error.column);
    return { fault: { sentence: "valid TOML was expected", offset }, text };
  }
}

const MOST_DOTS = 4 * FILE_LIMITS.depth;

/** Whether a key has so many parts that making the tables it stands for would take the parser long. One pass. */
function hasEndlessKey(text: string): boolean {
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === ".") dots += text[at - 1] === "." ? 0 : 1;
    else if (!/[\w \t"'-]/.test(character)) dots = 0;
    if (dots > MOST_DOTS) return true;
  }
  return false;
}

/** A key with dots nests without brackets, which the parser does not count. Level by level, so that no stack is used. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > FILE_LIMITS.depth) return true;
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null && !(one instanceof Date) ? Object.values(one) : [],
    );
  }
  return false;
}

/** Line and column count from 1. */
function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(text.length, start + Math.max(0, column - 1));
}

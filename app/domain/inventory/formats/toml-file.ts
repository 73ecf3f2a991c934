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
  try {
    return { text, root: nodeOf(parse(text, { maxDepth: FILE_LIMITS.depth, integersAsBigInt: "asNeeded" })) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const offset = offsetAt(text, error.line, error.column);
    return { fault: { sentence: "valid TOML was expected", offset }, text };
  }
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

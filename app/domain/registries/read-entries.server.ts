import { createHash } from "node:crypto";
import type { ReadEntry } from "./entry-rules.ts";
import { REGISTRY_FORMATS } from "./formats/registry-formats.ts";
import type { RegistryKind } from "./registry-words.ts";
import { type DocumentEnd, documentSplitter, type SplitEntry } from "./split-document.ts";

/**
 * Reads a document of a registry piece by piece into entries, numbered from `first`: every entry comes out, read or
 * with why not. `end` gives the entry a document is by itself, when it is one.
 */
export function entryReader(kind: RegistryKind, first: number) {
  const format = REGISTRY_FORMATS[kind];
  const splitter = documentSplitter(format.walk);
  let entry = first - 1;
  const read = ({ path, key, value, problem }: SplitEntry): ReadEntry => {
    entry += 1;
    if (problem) return { entry, path, name: key, draft: null, hash: "", remarks: [{ ...problem, path }] };
    const { draft, name, remarks } = format.read({ value, key });
    return { entry, path, name, draft, hash: draft ? hashOf(draft) : "", remarks };
  };
  return {
    /** Entries before `first + skip` are counted and not read: they are stored already. */
    push(bytes: Uint8Array, skip = 0): ReadEntry[] {
      return splitter.push(bytes).flatMap((split) => {
        if (entry + 1 >= first + skip) return read(split);
        entry += 1;
        return [];
      });
    },
    end(): { last: ReadEntry[]; facts: DocumentEnd["facts"]; broken: DocumentEnd["broken"] } {
      const { facts, broken } = splitter.end();
      const isOne =
        entry < first && !broken && (facts.has("name") || facts.has("server") || facts.has("packages"));
      const last = isOne
        ? [read({ path: "", key: null, value: Object.fromEntries(facts), problem: null })]
        : [];
      return { last, facts, broken };
    },
  };
}

function hashOf(draft: unknown): string {
  return createHash("sha256").update(JSON.stringify(draft)).digest("hex");
}

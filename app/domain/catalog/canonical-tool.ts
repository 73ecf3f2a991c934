import canonicalize from "canonicalize";
import type { ManifestTool } from "./manifest-inputs.ts";

/**
 * The tool as RFC 8785 canonical JSON: equal text means an equal tool, whatever the order of keys. Everything a server
 * says of it takes part, so that a field added later never goes unseen. Feed it to SHA-256 for the tool's hash.
 */
export function canonicalTool(tool: ManifestTool): string {
  const text = canonicalize(tool);
  if (text === undefined) throw new TypeError("A tool always has a canonical form.");
  return text;
}

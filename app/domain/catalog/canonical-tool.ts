import canonicalize from "canonicalize";
import type { ManifestTool } from "./manifest-inputs.ts";

/**
 * The tool as RFC 8785 canonical JSON: equal text means an equal tool, whatever the order of keys. Everything a model
 * or a person is shown takes part. Feed it to SHA-256 for the tool's hash.
 */
export function canonicalTool(tool: ManifestTool): string {
  const { name, title, description, inputSchema, annotations } = tool;
  const text = canonicalize({ name, title, description, inputSchema, annotations });
  if (text === undefined) throw new TypeError("A tool always has a canonical form.");
  return text;
}

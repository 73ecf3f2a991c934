import type { ToolClass } from "./catalog-words.ts";
import type { ManifestTool } from "./manifest-inputs.ts";

/**
 * What a tool claims to do. Defaults of the MCP specification: readOnlyHint false, destructiveHint true (it counts
 * only when the tool is not read-only). Without either hint nothing was declared, which is not the same as destructive.
 */
export function toolClass(tool: Pick<ManifestTool, "annotations">): ToolClass {
  const { readOnlyHint, destructiveHint } = tool.annotations ?? {};
  if (readOnlyHint === undefined && destructiveHint === undefined) return "undeclared";
  if (readOnlyHint === true) return "read";
  return destructiveHint === false ? "write" : "destructive";
}

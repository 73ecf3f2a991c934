import { marksOfTool } from "../hidden/find-hidden.ts";
import type { ManifestTool } from "../manifest-inputs.ts";
import { toolPermissions } from "../permissions/tool-permissions.ts";
import type { ComparedTool } from "./compare-tools.ts";

/** A tool with what the rules find out about it, to be held against another. */
export function comparedTool(tool: ManifestTool): ComparedTool {
  return { tool, touched: toolPermissions(tool).touched, marks: marksOfTool(tool) };
}

import type { ToolClass } from "./catalog-words.ts";
import type { ManifestTool } from "./manifest-inputs.ts";
import { toolPermissions } from "./permissions/tool-permissions.ts";

/** The most powerful class that is known of a tool, declared or inferred; `undeclared` where nobody says. */
export function toolClass(
  tool: Pick<ManifestTool, "name" | "description" | "inputSchema" | "annotations">,
): ToolClass {
  return toolPermissions(tool).class;
}

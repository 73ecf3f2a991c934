import type { ManifestTool } from "../manifest-inputs.ts";
import { PERMISSION_RULES_VERSION, toolPermissions } from "./tool-permissions.ts";

/** What a `tool` row keeps of a tool's permissions. */
export function classColumns(
  tool: Pick<ManifestTool, "name" | "description" | "inputSchema" | "annotations">,
) {
  const { class: main, source, touched, touches } = toolPermissions(tool);
  return { class: main, classSource: source, touched, touches, rulesVersion: PERMISSION_RULES_VERSION };
}

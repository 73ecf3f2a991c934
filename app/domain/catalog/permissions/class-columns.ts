import { hiddenInTool } from "../hidden/find-hidden.ts";
import type { ManifestTool } from "../manifest-inputs.ts";
import { PERMISSION_RULES_VERSION, toolPermissions } from "./tool-permissions.ts";

/** What a `tool` row keeps of what rules found in a tool. */
export function classColumns(tool: ManifestTool) {
  const { class: main, source, touched, touches } = toolPermissions(tool);
  return {
    class: main,
    classSource: source,
    touched,
    touches,
    hidden: hiddenInTool(tool),
    rulesVersion: PERMISSION_RULES_VERSION,
  };
}

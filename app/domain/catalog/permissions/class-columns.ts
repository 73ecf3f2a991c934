import { hiddenInServer, hiddenInTool } from "../hidden/find-hidden.ts";
import { namedByServer, namedInTool } from "../hidden/named-tools.ts";
import type { ManifestBeside, ManifestTool } from "../manifest-inputs.ts";
import { PERMISSION_RULES_VERSION, toolPermissions } from "./tool-permissions.ts";

/** What a `tool` row keeps of what rules found in a tool; `own` are the names of its server's tools. */
export function classColumns(tool: ManifestTool, own: ReadonlySet<string>) {
  const { class: main, source, touched, touches } = toolPermissions(tool);
  return {
    class: main,
    classSource: source,
    touched,
    touches,
    hidden: hiddenInTool(tool),
    named: namedInTool(tool, own),
    rulesVersion: PERMISSION_RULES_VERSION,
  };
}

/** What a `manifest` row keeps of what rules found in what its server says beside its tools. */
export function besideColumns(beside: ManifestBeside, own: ReadonlySet<string>) {
  return { hidden: hiddenInServer(beside), named: namedByServer(beside, own) };
}

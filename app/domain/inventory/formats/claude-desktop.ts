import type { Node } from "jsonc-parser";
import type { ClientFormat } from "./client-format.ts";
import { memberOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";

/** The launch in the description of a desktop extension (`.mcpb`, before `.dxt`), which holds one server. */
export function extensionLaunch(root: Node): Node | undefined {
  return memberOf(memberOf(root, "server"), "mcp_config");
}

export const claudeDesktop: ClientFormat = {
  client: "claude-desktop",
  serversKey: "mcpServers",
  scopeOf: (path) =>
    path.endsWith("claude_desktop_config.json") || /\/Claude Extensions\/[^/]+\/manifest\.json$/.test(path)
      ? "user"
      : undefined,
  placesIn(root, scope) {
    const launch = extensionLaunch(root);
    const own = memberOf(root, "mcpServers");
    if (launch === undefined || own !== undefined) return [{ scope, keys: ["mcpServers"], node: own }];
    const name: unknown = memberOf(root, "name")?.value;
    const node = objectOf([[typeof name === "string" && name !== "" ? name : "extension", launch]], launch);
    return [{ scope, keys: ["server", "mcp_config"], node }];
  },
};

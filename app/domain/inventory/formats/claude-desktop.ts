import type { ClientFormat } from "./client-format.ts";
import { memberOf } from "./json-file.ts";

export const claudeDesktop: ClientFormat = {
  client: "claude-desktop",
  serversKey: "mcpServers",
  scopeOf: (path) => (path.endsWith("claude_desktop_config.json") ? "user" : undefined),
  placesIn: (root, scope) => [{ scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") }],
};

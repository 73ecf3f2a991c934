import type { ClientFormat } from "./client-format.ts";
import { memberOf } from "./json-file.ts";

export const cursor: ClientFormat = {
  client: "cursor",
  serversKey: "mcpServers",
  scopeOf(path) {
    if (!path.endsWith(".cursor/mcp.json")) return undefined;
    return path === "~/.cursor/mcp.json" ? "user" : "project";
  },
  placesIn: (root, scope) => [{ scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") }],
  besides: () => [],
};

import type { ClientFormat } from "./client-format.ts";
import { memberOf } from "./json-file.ts";

export const vscode: ClientFormat = {
  client: "vscode",
  title: "VS Code",
  serversKey: "servers",
  scopeOf(path) {
    if (/(?:^|\/)\.vscode\/(?:mcp|settings)\.json$/.test(path)) return "project";
    // Trae is built on it and keeps a file of its own in the same place
    if (/\/Trae(?: CN)?\/User\//.test(path)) return undefined;
    return /\/User\/(?:profiles\/[^/]+\/)?(?:mcp|settings)\.json$/.test(path) ? "user" : undefined;
  },
  besides: (path) => (path.endsWith("mcp.json") ? ["inputs"] : undefined),
  placesIn(root, scope, path) {
    if (!path.endsWith("settings.json")) {
      return [{ scope, keys: ["servers"], node: memberOf(root, "servers") }];
    }
    const dotted = memberOf(root, "mcp.servers");
    if (dotted !== undefined) return [{ scope, keys: ["mcp.servers"], node: dotted }];
    return [{ scope, keys: ["mcp", "servers"], node: memberOf(memberOf(root, "mcp"), "servers") }];
  },
};

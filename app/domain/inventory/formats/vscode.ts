import type { ClientFormat, ServersPlace } from "./client-format.ts";
import { memberOf } from "./json-file.ts";

export const vscode: ClientFormat = {
  client: "vscode",
  serversKey: "servers",
  scopeOf(path) {
    if (/(?:^|\/)\.vscode\/(?:mcp|settings)\.json$/.test(path)) return "project";
    // Trae is built on it and keeps a file of its own in the same place
    if (/\/Trae(?: CN)?\/User\//.test(path)) return undefined;
    return /\/User\/(?:profiles\/[^/]+\/)?(?:mcp|settings)\.json$/.test(path) ? "user" : undefined;
  },
  besides: (path) => (path.endsWith("mcp.json") ? ["inputs"] : undefined),
  placesIn(root, scope, path) {
    const own: ServersPlace = { scope, keys: ["servers"], node: memberOf(root, "servers") };
    if (path.endsWith("mcp.json")) return [own];
    const dotted: ServersPlace = { scope, keys: ["mcp.servers"], node: memberOf(root, "mcp.servers") };
    const nested: ServersPlace = {
      scope,
      keys: ["mcp", "servers"],
      node: memberOf(memberOf(root, "mcp"), "servers"),
    };
    const isSettings = path.endsWith("settings.json");
    // a file of settings whose name does not say so is known by its keys
    const places = isSettings ? [dotted, nested] : [own, dotted, nested];
    return [places.find(({ node }) => node !== undefined) ?? (isSettings ? nested : own)];
  },
};

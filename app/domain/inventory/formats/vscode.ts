import type { Node } from "jsonc-parser";
import type { ClientFormat, ServersPlace } from "./client-format.ts";
import { memberOf } from "./json-file.ts";

/** Files that hold settings further in: a workspace of several folders, and the description of a container. */
const FURTHER_IN: readonly {
  name: RegExp;
  keys: readonly (readonly string[])[];
}[] = [
  { name: /[^/]\.code-workspace$/, keys: [["settings"]] },
  {
    name: /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?|\.)?devcontainer\.json$/,
    keys: [
      ["customizations", "vscode"],
      ["customizations", "vscode", "settings"],
    ],
  },
];

const SETTINGS_KEYS = [["mcp.servers"], ["mcp", "servers"]];

/** The servers in one of these objects of settings, or the place where they would stand. */
function inSettings(
  root: Node,
  scope: ServersPlace["scope"],
  starts: readonly (readonly string[])[],
): ServersPlace[] {
  const places = starts.flatMap((start) =>
    SETTINGS_KEYS.map((keys): ServersPlace => {
      const path = [...start, ...keys];
      return {
        scope,
        keys: path,
        node: path.reduce<Node | undefined>(memberOf, root),
      };
    }),
  );
  const found = places.filter(({ node }) => node !== undefined);
  return found.length > 0 ? found : places.slice(-1);
}

export const vscode: ClientFormat = {
  client: "vscode",
  serversKey: "servers",
  scopeOf(path) {
    if (/(?:^|\/)\.vscode\/(?:mcp|settings)\.json$/.test(path)) return "project";
    if (FURTHER_IN.some(({ name }) => name.test(path))) return "project";
    // Trae is built on it and keeps a file of its own in the same place
    if (/\/Trae(?: CN)?\/User\//.test(path)) return undefined;
    return /\/User\/(?:profiles\/[^/]+\/)?(?:mcp|settings)\.json$/.test(path) ? "user" : undefined;
  },
  besides: (path) => (path.endsWith("mcp.json") ? ["inputs"] : undefined),
  placesIn(root, scope, path) {
    const own: ServersPlace = { scope, keys: ["servers"], node: memberOf(root, "servers") };
    if (path.endsWith("mcp.json")) return [own];
    const further = FURTHER_IN.find(({ name }) => name.test(path));
    if (further !== undefined) return inSettings(root, scope, further.keys);
    const dotted: ServersPlace = {
      scope,
      keys: ["mcp.servers"],
      node: memberOf(root, "mcp.servers"),
    };
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

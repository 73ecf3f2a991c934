import type { Node } from "jsonc-parser";
import type { ClientFormat, ServersPlace } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";

/** A plugin's file may name its servers at once, without the key around them. */
export function isServers(root: Node): boolean {
  const servers = membersOf(root).filter(({ key }) => key !== "$schema");
  return (
    servers.length > 0 &&
    servers.every(({ node }) => ["command", "url"].some((key) => memberOf(node, key)?.type === "string"))
  );
}

export const claudeCode: ClientFormat = {
  client: "claude-code",
  serversKey: "mcpServers",
  scopeOf(path) {
    if (/(?:^|\/)\.claude\.json$/.test(path)) return "user";
    // a plugin names its servers in its own description
    if (/(?:^|\/)\.claude-plugin\/plugin\.json$/.test(path)) return "project";
    return /(?:^|\/)\.mcp\.json$/.test(path) ? "project" : undefined;
  },
  besides: (path) => (path.endsWith(".mcp.json") ? ["servers", "inputs"] : undefined),
  placesIn(root, scope) {
    const wrapped = memberOf(root, "mcpServers");
    const own: ServersPlace =
      wrapped === undefined && isServers(root)
        ? { scope, keys: [], node: root }
        : { scope, keys: ["mcpServers"], node: wrapped };
    const projects = scope === "user" ? memberOf(root, "projects") : undefined;
    if (projects?.type !== "object") return [own];
    const local = membersOf(projects)
      .filter((project) => !project.overridden)
      .map((project): ServersPlace => {
        const node = memberOf(project.node, "mcpServers");
        return { scope: "local", keys: ["projects", project.key, "mcpServers"], node, project: project.key };
      });
    return [own, ...local.filter((place) => place.node !== undefined)];
  },
  isOff(root, name, { project }) {
    if (project === undefined) return false;
    const off = memberOf(memberOf(memberOf(root, "projects"), project), "disabledMcpServers");
    return off?.type === "array" && off.children?.some(({ value }) => value === name) === true;
  },
};

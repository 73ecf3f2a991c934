import type { ClientFormat, ServersPlace } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";

export const claudeCode: ClientFormat = {
  client: "claude-code",
  title: "Claude Code",
  serversKey: "mcpServers",
  scopeOf(path) {
    if (/(?:^|\/)\.claude\.json$/.test(path)) return "user";
    return /(?:^|\/)\.mcp\.json$/.test(path) ? "project" : undefined;
  },
  besides: (path) => (path.endsWith(".mcp.json") ? ["servers", "inputs"] : undefined),
  placesIn(root, scope) {
    const own: ServersPlace = { scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") };
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
};

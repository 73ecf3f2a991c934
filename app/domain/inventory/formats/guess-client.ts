import type { Node } from "jsonc-parser";
import type { Client, ClientFormat } from "./client-format.ts";
import { CLIENT_FORMATS } from "./client-formats.ts";
import { memberOf, membersOf } from "./json-file.ts";

/**
 * The client a file belongs to, by its path first, then by its keys. Several clients call a file by one name: then the one
 * whose key stands in it. The answer may be overridden by the caller.
 */
export function formatFor(path: string, root: Node | undefined): ClientFormat {
  const byPath = Object.values(CLIENT_FORMATS).filter((format) => format.scopeOf(path) !== undefined);
  const [first] = byPath;
  if (first === undefined) return CLIENT_FORMATS[clientByKeys(path, root)];
  return byPath.find((format) => root !== undefined && hasServers(format, root, path)) ?? first;
}

/** Names of files that tell the client even without their folder, as an uploaded file has none. */
const BY_NAME: ReadonlyMap<string, Client> = new Map([
  ["mcp_config.json", "windsurf"],
  ["cline_mcp_settings.json", "cline"],
  ["mcp_settings.json", "roo-code"],
  ["mcp-config.json", "copilot-cli"],
]);

function hasServers(format: ClientFormat, root: Node, path: string): boolean {
  return format.placesIn(root, "user", path).some((place) => place.node !== undefined);
}

function clientByKeys(path: string, root: Node | undefined): Client {
  const has = (key: string) => memberOf(root, key) !== undefined;
  const name = path.split("/").at(-1) ?? "";
  const named = BY_NAME.get(name);
  if (named !== undefined) return named;
  // settings of Gemini CLI may hold extensions too
  if (has("extensions") && !has("mcpServers")) return "goose";
  if (/\.ya?ml$/.test(path))
    return memberOf(root, "mcpServers")?.type === "object" ? "librechat" : "continue";
  if (has("amp.mcpServers")) return "amp";
  if (has("servers")) return "vscode";
  if (has("context_servers")) return "zed";
  if (has("mcp_servers") || path.endsWith(".toml"))
    return memberOf(root, "mcp_servers")?.type === "array" ? "mistral-vibe" : "codex";
  if (has("mcp")) return clientOfMcp(memberOf(root, "mcp"));
  if (memberOf(root, "mcpServers")?.type === "array") return "continue";
  // of the clients with a file of settings only Gemini CLI calls them so
  if (name === "settings.json") return has("mcpServers") ? "gemini-cli" : "vscode";
  return has("projects") ? "claude-code" : "cursor";
}

/** Who writes servers under `mcp`: VS Code in an object `servers`, opencode with lists as commands, Crush without. */
function clientOfMcp(mcp: Node | undefined): Client {
  if (mcp?.type !== "object" || memberOf(mcp, "servers") !== undefined) return "vscode";
  const entries = membersOf(mcp).map(({ node }) => node);
  const isOpencode = entries.some((entry) => {
    const type = memberOf(entry, "type")?.value;
    return memberOf(entry, "command")?.type === "array" || type === "local" || type === "remote";
  });
  if (isOpencode) return "opencode";
  return entries.some((entry) => memberOf(entry, "command") ?? memberOf(entry, "url")) ? "crush" : "vscode";
}

import type { Node } from "jsonc-parser";
import { CLIENT_NAMES } from "../client-names.ts";
import { CLIENTS } from "../scan-inputs.ts";
import { isServers } from "./claude-code.ts";
import { extensionLaunch } from "./claude-desktop.ts";
import type { Client, ClientFormat } from "./client-format.ts";
import { CLIENT_FORMATS } from "./client-formats.ts";
import { clientByEntries } from "./entry-habits.ts";
import type { Syntax } from "./file-syntax.ts";
import { memberOf, membersOf } from "./json-file.ts";

/** What told the client: where the file lies, what it is called, or only what stands in it. `nothing`: it may be no client's file. */
type KnownBy = "caller" | "path" | "name" | "content" | "nothing";

export interface Guess {
  format: ClientFormat;
  by: KnownBy;
  /** The path to judge scope and layout by: the one given, or the one that its flat name stands for. */
  path: string;
}

/**
 * The client a file belongs to, by its path first, then by its name, then by its keys. Several clients call a file by one
 * name: then the one whose key stands in it. The answer may be overridden by the caller.
 */
export function guessClient(path: string, root: Node | undefined, syntax: Syntax): Guess {
  for (const at of pathsOf(path)) {
    const byPath = Object.values(CLIENT_FORMATS).filter((format) => format.scopeOf(at) !== undefined);
    const [first] = byPath;
    if (first === undefined) continue;
    const format = byPath.find((one) => root !== undefined && hasServers(one, root, at)) ?? first;
    return { format, by: "path", path: at };
  }
  const named = clientByName(path, root);
  if (named !== undefined) return { format: CLIENT_FORMATS[named], by: "name", path };
  const client = clientByKeys(path, root, syntax);
  const format = CLIENT_FORMATS[client ?? "cursor"];
  return { format, by: client === undefined ? "nothing" : "content", path };
}

/** The reading of a file as this client's, whatever else it looks like. */
export function guessedAs(client: Client, path: string): Guess {
  const format = CLIENT_FORMATS[client];
  const at = pathsOf(path).find((one) => format.scopeOf(one) !== undefined) ?? path;
  return { format, by: "caller", path: at };
}

function pathsOf(path: string): string[] {
  return [path, unfolded(path)];
}

/** `owner__repo__.vscode__mcp.json` is the flat name of `owner/repo/.vscode/mcp.json`, as collections of files have them. */
function unfolded(path: string): string {
  const [name = "", ...folders] = path.split("/").reverse();
  return [...folders.reverse(), name.replaceAll("__", "/")].join("/");
}

/** Names of files that tell the client even without their folder, as an uploaded file has none. */
const BY_NAME: ReadonlyMap<string, Client> = new Map([
  ["mcp_config.json", "windsurf"],
  ["cline_mcp_settings.json", "cline"],
  ["mcp_settings.json", "roo-code"],
  ["mcp-config.json", "copilot-cli"],
]);

/** What else people call a client. */
const SHORT_NAMES: Readonly<Record<string, Client>> = {
  claude: "claude-desktop",
  "vs-code": "vscode",
  gemini: "gemini-cli",
  roo: "roo-code",
  kilo: "kilo-code",
  kilocode: "kilo-code",
  q: "amazon-q",
  "amazonq-cli": "amazon-q",
  copilot: "copilot-cli",
  "github-copilot": "copilot-cli",
  "continue-dev": "continue",
  vibe: "mistral-vibe",
  mistral: "mistral-vibe",
  factory: "factory-droid",
  droid: "factory-droid",
  grok: "grok-build",
  jetbrains: "jetbrains-ai",
  lmstudio: "lm-studio",
  codex: "codex",
};

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, "");

/** The client a person means by `Claude Code`, `claudecode`, `gemini`. */
export function clientCalled(name: string): Client | undefined {
  const wanted = plain(name);
  return (
    CLIENTS.find((client) => plain(client) === wanted || plain(CLIENT_NAMES[client]) === wanted) ??
    Object.entries(SHORT_NAMES).find(([short]) => plain(short) === wanted)?.[1]
  );
}

/** The client whose name is a part of the file's name (`list_claude-desktop.json`), when its servers stand in it. */
function clientByName(path: string, root: Node | undefined): Client | undefined {
  const name = (path.split("/").at(-1) ?? "").toLowerCase();
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  if (root === undefined) return undefined;
  const words = `-${name.replace(/\.[a-z]+$/, "").replace(/[^a-z0-9]+/g, "-")}-`;
  const called = [...CLIENTS.map((client) => [client, client] as const), ...Object.entries(SHORT_NAMES)]
    .filter(([word]) => word.length > 2 && words.includes(`-${word}-`))
    .sort(([a], [b]) => b.length - a.length);
  return called.find(([, client]) => hasServers(CLIENT_FORMATS[client], root, path))?.[1];
}

function hasServers(format: ClientFormat, root: Node, path: string): boolean {
  return format.placesIn(root, "user", path).some((place) => place.node !== undefined);
}

function clientByKeys(path: string, root: Node | undefined, syntax: Syntax): Client | undefined {
  const has = (key: string) => memberOf(root, key) !== undefined;
  const servers = memberOf(root, "mcpServers");
  // settings of Gemini CLI may hold extensions too
  if (has("extensions") && servers === undefined) return "goose";
  if (syntax === "yaml") return servers?.type === "object" ? "librechat" : "continue";
  if (has("amp.mcpServers") || memberOf(memberOf(root, "amp"), "mcpServers") !== undefined) return "amp";
  if (has("servers") || has("mcp.servers")) return "vscode";
  if (has("context_servers")) return "zed";
  if (has("mcp_servers") || syntax === "toml")
    return memberOf(root, "mcp_servers")?.type === "array" ? "mistral-vibe" : "codex";
  if (has("mcp")) return clientOfMcp(memberOf(root, "mcp"));
  if (has("experimental") && hasServers(CLIENT_FORMATS.continue, root ?? NO_NODE, path)) return "continue";
  if (servers?.type === "array") return "continue";
  if (has("projects") && memberOf(root, "projects")?.type === "object") return "claude-code";
  if (servers !== undefined) return clientByEntries(path, root, servers);
  if (root !== undefined && extensionLaunch(root) !== undefined) return "claude-desktop";
  if (path.endsWith("/settings.json") || path === "settings.json") return "vscode";
  return root?.type === "object" && isServers(root) ? "claude-code" : undefined;
}

const NO_NODE: Node = { type: "null", offset: 0, length: 0 };

/** Who writes servers under `mcp`: VS Code in an object `servers`, opencode with lists as commands, Crush without. */
function clientOfMcp(mcp: Node | undefined): Client {
  const inner = memberOf(mcp, "servers");
  if (mcp?.type !== "object") return "vscode";
  const entries = membersOf(inner?.type === "object" ? inner : mcp).map(({ node }) => node);
  const isOpencode = entries.some((entry) => {
    const type = memberOf(entry, "type")?.value;
    return memberOf(entry, "command")?.type === "array" || type === "local" || type === "remote";
  });
  if (isOpencode) return "opencode";
  if (inner !== undefined) return "vscode";
  return entries.some((entry) => memberOf(entry, "command") ?? memberOf(entry, "url")) ? "crush" : "vscode";
}

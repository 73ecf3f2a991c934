import type { Node } from "jsonc-parser";
import type { Client } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";

/** One habit by which a client's file under `mcpServers` can be told from the others'. */
interface Habit {
  client: Client;
  /** Keys beside the servers. */
  beside?: readonly string[];
  /** Keys of an entry. */
  keys?: readonly string[];
  /** Words for the kind of transport. */
  types?: readonly string[];
}

/** In this order: what one client alone writes stands first. */
const HABITS: readonly Habit[] = [
  { client: "claude-desktop", beside: ["globalShortcut", "preferences", "isUsingBuiltInNodeForMcp"] },
  { client: "amazon-q", beside: ["useLegacyMcpJson", "toolsSettings", "allowedTools"] },
  { client: "gemini-cli", beside: ["contextFileName", "selectedAuthType", "security", "coreTools", "mcp"] },
  { client: "gemini-cli", keys: ["httpUrl", "trust", "includeTools", "excludeTools", "authProviderType"] },
  { client: "windsurf", keys: ["serverUrl"] },
  { client: "cline", types: ["streamableHttp"] },
  { client: "roo-code", keys: ["alwaysAllow", "watchPaths"], types: ["streamable-http"] },
  { client: "kiro", keys: ["autoApprove", "disabledTools"] },
  { client: "copilot-cli", keys: ["tools"], types: ["local"] },
  { client: "cursor", keys: ["envFile", "auth"] },
  { client: "claude-code", keys: ["headersHelper", "alwaysLoad", "oauth"], types: ["http", "sse", "stdio"] },
];

/**
 * The client by its habits, when servers stand under the key most clients share. Without any habit it is Cursor, whose
 * files are the plainest; `settings.json` is what only Gemini CLI calls such a file.
 */
export function clientByEntries(path: string, root: Node | undefined, servers: Node): Client {
  if (path === "settings.json" || path.endsWith("/settings.json")) return "gemini-cli";
  const entries = servers.type === "object" ? membersOf(servers).map(({ node }) => node) : [];
  const habit = HABITS.find(
    ({ beside = [], keys = [], types = [] }) =>
      beside.some((key) => memberOf(root, key) !== undefined) ||
      entries.some(
        (entry) =>
          keys.some((key) => memberOf(entry, key) !== undefined) ||
          types.some((type) => memberOf(entry, "type")?.value === type),
      ),
  );
  return habit?.client ?? "cursor";
}

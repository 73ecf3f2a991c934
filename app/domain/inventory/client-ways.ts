import {
  codexEntry,
  continueEntry,
  gooseEntry,
  opencodeEntry,
  type PlainServer,
  sharedEntry,
  typed,
  vibeEntry,
} from "./client-entries.ts";
import type { Client } from "./formats/client-format.ts";

/** How one client writes a server. */
export interface ClientWay {
  /** Where it goes, for a sentence. */
  file: string;
  syntax?: "toml" | "yaml";
  /** The keys around the servers. Without: `mcpServers`. */
  keys?: readonly string[];
  /** The servers are a list and carry their names. */
  isList?: true;
  /** How a value refers to a variable. Without: it is not known whether the client reads variables. */
  reference?: (variable: string) => string;
  /** It is known to take every value as it stands. */
  readsNoVariables?: true;
  /** Where the variables are kept, when not in the environment. */
  keptIn?: string;
  /** It asks for values by itself, under `inputs`. */
  hasInputs?: true;
  /** It reads no remote server from this file, so a bridge stands in. */
  needsBridge?: true;
  entry?: (server: PlainServer, name: string) => Record<string, unknown>;
}

const braces = (variable: string) => `\${${variable}}`;
const inBraces = (variable: string) => `{env:${variable}}`;
const cline = typed({ http: "streamableHttp", sse: "sse" });
const vscodeTypes = { stdio: "stdio", http: "http", sse: "sse" };
const inputs = (variable: string) => `\${input:${variable.toLowerCase().replaceAll("_", "-")}}`;
const envBraces = (variable: string) => `\${env:${variable}}`;
const withServerUrl = (server: PlainServer) => {
  const { url, ...others } = sharedEntry(server);
  return url === undefined ? others : { serverUrl: url, ...others };
};

/** How each client is written. Only a way to refer to variables that their makers document is used. */
export const CLIENT_WAYS: Readonly<Record<Client, ClientWay>> = {
  cursor: { file: "~/.cursor/mcp.json", reference: envBraces },
  "claude-desktop": {
    file: "claude_desktop_config.json (Settings → Developer → Edit config)",
    readsNoVariables: true,
    needsBridge: true,
  },
  "claude-code": {
    file: ".mcp.json in the project, or ~/.claude.json",
    reference: braces,
    entry: typed({ http: "http", sse: "sse" }),
  },
  vscode: {
    file: ".vscode/mcp.json in the project, or “MCP: Open User Configuration”",
    keys: ["servers"],
    reference: inputs,
    hasInputs: true,
    entry: typed(vscodeTypes),
  },
  windsurf: { file: "~/.codeium/windsurf/mcp_config.json", reference: envBraces, entry: withServerUrl },
  zed: {
    file: "~/.config/zed/settings.json, or .zed/settings.json in the project",
    keys: ["context_servers"],
    readsNoVariables: true,
    entry: (server) => ({ source: "custom", ...sharedEntry(server) }),
  },
  "gemini-cli": {
    file: "~/.gemini/settings.json, or .gemini/settings.json in the project",
    reference: braces,
    entry: (server) => {
      const { url, ...others } = sharedEntry(server);
      if (url === undefined) return others;
      return { [server.transport === "sse" ? "url" : "httpUrl"]: url, ...others };
    },
  },
  codex: { file: "~/.codex/config.toml", syntax: "toml", keys: ["mcp_servers"], entry: codexEntry },
  "visual-studio": {
    file: ".mcp.json beside the solution",
    keys: ["servers"],
    reference: inputs,
    hasInputs: true,
    entry: typed(vscodeTypes),
  },
  cline: { file: "cline_mcp_settings.json (MCP Servers → Configure)", entry: cline },
  "cline-cli": { file: "~/.cline/data/settings/cline_mcp_settings.json", entry: cline },
  "roo-code": {
    file: ".roo/mcp.json in the project, or mcp_settings.json",
    entry: typed({ http: "streamable-http", sse: "sse" }),
  },
  continue: {
    file: "~/.continue/config.yaml",
    syntax: "yaml",
    isList: true,
    reference: (variable) => `\${{ secrets.${variable} }}`,
    keptIn: "Continue’s secrets",
    entry: continueEntry,
  },
  "jetbrains-ai": { file: "Settings → Tools → AI Assistant → Model Context Protocol" },
  "jetbrains-air": { file: ".air/mcp.json in the project" },
  antigravity: {
    file: "~/.gemini/config/mcp_config.json",
    entry: withServerUrl,
  },
  goose: {
    file: "~/.config/goose/config.yaml",
    syntax: "yaml",
    keys: ["extensions"],
    entry: gooseEntry,
  },
  opencode: {
    file: "opencode.json in the project, or ~/.config/opencode/opencode.json",
    keys: ["mcp"],
    reference: inBraces,
    entry: opencodeEntry,
  },
  "kilo-code": {
    file: "kilo.json in the project, or ~/.config/kilo/kilo.json",
    keys: ["mcp"],
    reference: inBraces,
    entry: opencodeEntry,
  },
  kiro: { file: "~/.kiro/settings/mcp.json, or .kiro/settings/mcp.json in the project" },
  "amazon-q": { file: "~/.aws/amazonq/mcp.json, or .amazonq/mcp.json in the project", needsBridge: true },
  "copilot-cli": {
    file: "~/.copilot/mcp-config.json, or .github/mcp.json in the project",
    entry: (server) => ({
      ...sharedEntry(server, { stdio: "local", http: "http", sse: "sse" }),
      tools: ["*"],
    }),
  },
  "lm-studio": { file: "~/.lmstudio/mcp.json" },
  amp: { file: "~/.config/amp/settings.json", keys: ["amp.mcpServers"] },
  crush: {
    file: "~/.config/crush/crush.json, or .crush.json in the project",
    keys: ["mcp"],
    entry: typed(vscodeTypes),
  },
  "mistral-vibe": {
    file: "~/.vibe/config.toml",
    syntax: "toml",
    keys: ["mcp_servers"],
    isList: true,
    entry: vibeEntry,
  },
  "factory-droid": {
    file: "~/.factory/mcp.json, or .factory/mcp.json in the project",
    entry: typed(vscodeTypes),
  },
  qoder: { file: "~/.qoder/mcp.json" },
  trae: { file: "mcp.json in the user folder of Trae" },
  kimi: {
    file: "~/.kimi/mcp.json",
    entry: (server) =>
      server.url === undefined
        ? sharedEntry(server)
        : { transport: server.transport, ...sharedEntry(server) },
  },
  "grok-build": { file: "~/.grok/config.toml", syntax: "toml", keys: ["mcp_servers"] },
  librechat: {
    file: "librechat.yaml",
    syntax: "yaml",
    reference: braces,
    entry: typed({ stdio: "stdio", http: "streamable-http", sse: "sse" }),
  },
};

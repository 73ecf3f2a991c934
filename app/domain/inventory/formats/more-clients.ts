import { AGENT_KEYS, approvedByAgent } from "./agent-approvals.ts";
import type { Client } from "./client-format.ts";
import type { ClientRow } from "./client-row.ts";
import { continueEntry, continueReads } from "./continue.ts";
import { gooseEntry, gooseReads } from "./goose.ts";
import { memberOf } from "./json-file.ts";
import { librechatEntry } from "./librechat.ts";
import { vibeEntry, vibeReads } from "./mistral-vibe.ts";
import { opencodeEntry, opencodePlaces, opencodeReads } from "./opencode.ts";
import { withSharedKeys } from "./renamed-keys.ts";
import { SHARED_KEYS } from "./server-entry.ts";

/** The clients with a reader file of their own. */
type WithOwnFile =
  | "cursor"
  | "claude-desktop"
  | "claude-code"
  | "vscode"
  | "windsurf"
  | "zed"
  | "gemini-cli"
  | "codex";

export type MoreClient = Exclude<Client, WithOwnFile>;

const opencode = {
  keys: [["mcp"]],
  placesIn: opencodePlaces,
  entryOf: opencodeEntry,
  reads: opencodeReads,
} as const;

/** Clients that differ in places, keys and names only. A new one is one row here and one line in `client-formats.ts`. */
export const MORE_CLIENTS: Readonly<Record<MoreClient, ClientRow>> = {
  "visual-studio": {
    windows: ["~/.mcp.json"],
    // the file is called as Claude Code's; the key tells them apart
    project: [".mcp.json", ".vs/mcp.json"],
    keys: [["servers"]],
    beside: ["inputs", "mcpServers"],
  },
  cline: {
    user: ["{code}/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"],
    beside: [],
  },
  "cline-cli": {
    user: ["~/.cline/data/settings/cline_mcp_settings.json"],
    beside: [],
  },
  "roo-code": {
    user: ["{code}/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json"],
    project: [".roo/mcp.json"],
    beside: [],
  },
  continue: {
    syntax: "yaml",
    user: [
      "~/.continue/config.yaml",
      // before it wrote YAML
      "~/.continue/config.json",
      "~/.continue/mcpServers/*.yaml",
      "~/.continue/mcpServers/*.yml",
      "~/.continue/mcpServers/*.json",
    ],
    project: [".continue/mcpServers/*.yaml", ".continue/mcpServers/*.yml", ".continue/mcpServers/*.json"],
    keys: [["mcpServers"], ["experimental", "modelContextProtocolServers"]],
    isList: true,
    entryOf: continueEntry,
    reads: continueReads,
  },
  // its servers are pasted into a form; where it keeps them is not known
  "jetbrains-ai": { beside: [] },
  "jetbrains-air": { project: [".air/mcp.json"], beside: [] },
  antigravity: {
    user: ["~/.gemini/config/mcp_config.json", "~/.gemini/antigravity/mcp_config.json"],
    entryOf: (entry) => withSharedKeys(entry, { serverUrl: "url" }),
    reads: [...SHARED_KEYS, "serverUrl"],
    beside: [],
  },
  goose: {
    syntax: "yaml",
    unix: ["{config}/goose/config.yaml"],
    windows: ["{settings}/Block/goose/config/config.yaml"],
    project: [".goose/config.yaml"],
    keys: [["extensions"]],
    entryOf: gooseEntry,
    reads: gooseReads,
  },
  opencode: {
    // `~/.config` on every system, Windows too
    user: ["~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc"],
    project: ["opencode.json", "opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"],
    ...opencode,
  },
  "kilo-code": {
    user: ["~/.config/kilo/kilo.json", "~/.config/kilo/kilo.jsonc"],
    project: [
      ...["kilo.json", "kilo.jsonc", ".kilo/kilo.json", ".kilo/kilo.jsonc"],
      ...[".kilocode/kilo.json", ".kilocode/kilo.jsonc", ".kilocode/mcp.json"],
    ],
    ...opencode,
    // its older layout is the one of Roo Code
    placesIn: (root, scope) => {
      const node = memberOf(root, "mcpServers");
      return node === undefined ? opencodePlaces(root, scope) : [{ scope, keys: ["mcpServers"], node }];
    },
  },
  kiro: {
    user: ["~/.kiro/settings/mcp.json", "~/.kiro/agents/*.json"],
    project: [".kiro/settings/mcp.json", ".kiro/agents/*.json"],
    approvedBeside: approvedByAgent,
    beside: AGENT_KEYS,
  },
  "amazon-q": {
    user: ["~/.aws/amazonq/mcp.json", "~/.aws/amazonq/cli-agents/*.json"],
    project: [".amazonq/mcp.json", ".amazonq/cli-agents/*.json"],
    approvedBeside: approvedByAgent,
  },
  "copilot-cli": {
    user: ["~/.copilot/mcp-config.json"],
    unix: ["{config}/mcp-config.json"],
    project: [".github/mcp.json"],
    beside: [],
  },
  "lm-studio": {
    user: ["~/.lmstudio/mcp.json", "~/.cache/lm-studio/mcp.json"],
    beside: [],
  },
  amp: {
    unix: ["{config}/amp/settings.json"],
    windows: ["{settings}/amp/settings.json"],
    keys: [["amp.mcpServers"], ["amp", "mcpServers"]],
  },
  crush: {
    unix: ["{config}/crush/crush.json"],
    windows: ["{local}/crush/crush.json"],
    project: [".crush.json", "crush.json"],
    keys: [["mcp"]],
  },
  "mistral-vibe": {
    syntax: "toml",
    user: ["~/.vibe/config.toml"],
    project: [".vibe/config.toml"],
    keys: [["mcp_servers"]],
    isList: true,
    entryOf: vibeEntry,
    reads: vibeReads,
  },
  "factory-droid": {
    user: ["~/.factory/mcp.json"],
    project: [".factory/mcp.json"],
    beside: [],
  },
  qoder: { user: ["~/.qoder/mcp.json"], beside: [] },
  trae: { user: ["{settings}/Trae/User/mcp.json"], beside: [] },
  kimi: { user: ["~/.kimi/mcp.json", "~/.kimi-code/mcp.json"], beside: [] },
  "grok-build": {
    syntax: "toml",
    user: ["~/.grok/config.toml"],
    // how it spells the key is not settled, so both are read
    keys: [["mcp_servers"], ["mcpServers"]],
  },
  librechat: {
    syntax: "yaml",
    project: ["librechat.yaml", "librechat.yml"],
    entryOf: librechatEntry,
  },
};

import { stringify as stringifyToml } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";

type Values = { [key: string]: unknown };

/** A file of one client: a local server called "local" and, where the client has them, a remote one called "remote". */
export interface Sample {
  file: Values;
  syntax?: "toml" | "yaml";
}

/** Stands in every sample as the value of a variable and of a header. */
export const SAMPLE_SECRET = "hunter2secret";
const LOCAL = { command: "npx", args: ["-y", "pkg@1.0.0"], env: { API_TOKEN: SAMPLE_SECRET } };
const REMOTE = { url: "https://h.example/mcp", headers: { Authorization: SAMPLE_SECRET } };
const both = (key: string, local: Values = LOCAL, remote: Values = REMOTE): Sample => ({
  file: { [key]: { local, remote } },
});
const OPENCODE = both(
  "mcp",
  {
    type: "local",
    command: ["npx", "-y", "pkg@1.0.0"],
    environment: { API_TOKEN: SAMPLE_SECRET },
    enabled: true,
  },
  { type: "remote", ...REMOTE, oauth: false },
);

/** One small file of each client, in the shape its makers document. */
export const SAMPLES: Readonly<Record<Client, Sample>> = {
  cursor: both("mcpServers"),
  "claude-desktop": both("mcpServers"),
  "claude-code": both("mcpServers", { type: "stdio", ...LOCAL }, { type: "http", ...REMOTE }),
  vscode: both("servers", { type: "stdio", ...LOCAL }, { type: "http", ...REMOTE }),
  windsurf: both("mcpServers", LOCAL, { serverUrl: REMOTE.url, headers: REMOTE.headers }),
  zed: both("context_servers", { source: "custom", ...LOCAL }, { source: "custom", ...REMOTE }),
  "gemini-cli": both("mcpServers", LOCAL, { httpUrl: REMOTE.url, headers: REMOTE.headers }),
  codex: {
    ...both("mcp_servers", LOCAL, { url: REMOTE.url, http_headers: REMOTE.headers }),
    syntax: "toml",
  },
  "visual-studio": both("servers", { type: "stdio", ...LOCAL }, { type: "http", ...REMOTE }),
  cline: both(
    "mcpServers",
    { ...LOCAL, disabled: false, alwaysAllow: ["read"] },
    { type: "streamableHttp", ...REMOTE },
  ),
  "cline-cli": both("mcpServers", LOCAL, { type: "streamableHttp", ...REMOTE }),
  "roo-code": both("mcpServers", { ...LOCAL, alwaysAllow: [] }, { type: "streamable-http", ...REMOTE }),
  continue: {
    syntax: "yaml",
    file: {
      name: "ours",
      version: "1.0.0",
      schema: "v1",
      mcpServers: [
        { name: "local", ...LOCAL },
        {
          name: "remote",
          type: "streamable-http",
          url: REMOTE.url,
          requestOptions: { headers: REMOTE.headers, verifySsl: false },
        },
      ],
    },
  },
  "jetbrains-ai": both("mcpServers"),
  "jetbrains-air": both("mcpServers"),
  antigravity: both("mcpServers", LOCAL, { serverUrl: REMOTE.url, headers: REMOTE.headers }),
  goose: {
    syntax: "yaml",
    file: {
      GOOSE_PROVIDER: "anthropic",
      extensions: {
        developer: { type: "builtin", name: "developer", enabled: true, bundled: true },
        local: {
          type: "stdio",
          name: "local",
          cmd: LOCAL.command,
          args: LOCAL.args,
          envs: LOCAL.env,
          env_keys: ["OTHER_TOKEN"],
          enabled: true,
          timeout: 300,
        },
        remote: { type: "streamable_http", uri: REMOTE.url, headers: REMOTE.headers, enabled: true },
      },
    },
  },
  opencode: OPENCODE,
  "kilo-code": OPENCODE,
  kiro: both("mcpServers"),
  "amazon-q": both("mcpServers", { ...LOCAL, timeout: 60_000 }),
  "copilot-cli": both(
    "mcpServers",
    { type: "local", ...LOCAL, tools: ["*"] },
    { type: "http", ...REMOTE, tools: ["*"] },
  ),
  "lm-studio": both("mcpServers"),
  amp: both("amp.mcpServers"),
  crush: both("mcp", { type: "stdio", ...LOCAL }, { type: "http", ...REMOTE }),
  "mistral-vibe": {
    syntax: "toml",
    file: {
      mcp_servers: [
        { name: "local", transport: "stdio", ...LOCAL },
        { name: "remote", transport: "streamable-http", ...REMOTE },
      ],
    },
  },
  "factory-droid": both("mcpServers", { type: "stdio", ...LOCAL }, { type: "http", ...REMOTE }),
  qoder: both("mcpServers"),
  trae: both("mcpServers"),
  kimi: both("mcpServers", LOCAL, { transport: "http", ...REMOTE }),
  "grok-build": { ...both("mcp_servers"), syntax: "toml" },
  librechat: {
    ...both("mcpServers", { type: "stdio", ...LOCAL }, { type: "streamable-http", ...REMOTE }),
    syntax: "yaml",
  },
};

/** The file as its client writes it. */
export function written({ file, syntax }: Sample): string {
  if (syntax === "toml") return stringifyToml(file);
  return syntax === "yaml" ? stringifyYaml(file) : JSON.stringify(file, null, 2);
}

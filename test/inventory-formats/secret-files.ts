import { stringify } from "yaml";
import { SAMPLE_SECRET, SAMPLES, written } from "./client-samples.ts";
import { JSON_SAMPLES, TOKEN } from "./file-samples-json.ts";
import { ODD_SAMPLES } from "./file-samples-odd.ts";

/** Made up. It stands in every file below, in every place where a secret is found. */
export const SECRET = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";

const SERVERS = {
  github: {
    command: "npx",
    args: ["-y", "@scope/server@1.2.3", "--token", SECRET],
    env: { GITHUB_TOKEN: SECRET, MODE: "${env:MODE}" },
  },
  container: {
    command: "docker",
    args: ["run", "-i", "--rm", "-e", `TOKEN=${SECRET}`, "-v", "/home/ada:/data", "ghcr.io/o/i:1"],
  },
  remote: {
    type: "http",
    url: `https://u:${SECRET}@h.example/mcp?key=${SECRET}`,
    headers: { Authorization: `Bearer ${SECRET}` },
  },
  bridge: {
    command: "npx",
    args: ["mcp-remote", "https://h.example/sse", "--header", `Authorization: Bearer ${SECRET}`],
  },
  shell: {
    command: "bash",
    args: ["-lc", `TOKEN='${SECRET}' uvx server --db postgres://u:${SECRET}@h/db`],
    cwd: "/home/ada/dev",
  },
};

const CODEX = `# ours
model = "o4"
[mcp_servers.github]
command = "npx"
args = ["-y", "@scope/server@1.2.3", "--token", "${SECRET}"]
env = { GITHUB_TOKEN = "${SECRET}", MODE = "fast" }
[mcp_servers.remote]
url = "https://u:${SECRET}@h.example/mcp?key=${SECRET}"
http_headers = { Authorization = "Bearer ${SECRET}" }
bearer_token = "${SECRET}"
[mcp_servers.'quoted "name"']
command = """bash"""
args = ['-lc', "TOKEN='${SECRET}' uvx server"]
`;

const GOOSE = `# ours
extensions:
  developer: { type: builtin, name: developer }
  github: &github
    cmd: npx
    args: [-y, "@scope/server@1.2.3", --token, "${SECRET}"]
    envs: { GITHUB_TOKEN: "${SECRET}" }
    env_keys: [OTHER_TOKEN]
  again:
    <<: *github
    uri: https://u:${SECRET}@h.example/mcp?key=${SECRET}
    headers:
      Authorization: Bearer ${SECRET}
  nested:
    config: { cmd: bash, args: ["-lc", "TOKEN='${SECRET}' uvx server"] }
`;

const CONTINUE = `name: ours
mcpServers:
  - name: github
    command: npx
    args:
      - --token
      - ${SECRET}
    env: { MODE: "\${{ secrets.MODE }}", API_TOKEN: '${SECRET}' }
  - name: remote
    url: https://h.example/mcp?token=${SECRET}
    requestOptions:
      headers: { Authorization: "Bearer ${SECRET}" }
  - uses: us/them
    with: { TOKEN: ${SECRET} }
`;

const VIBE = `[[mcp_servers]]
name = "remote"
transport = "http"
url = "https://u:${SECRET}@h.example/mcp"
headers = { Authorization = "Bearer ${SECRET}" }
api_key_env = "A_KEY"
api_key_header = "X-Key"
api_key_format = "${SECRET} {token}"
[[mcp_servers]]
name = "${SECRET}"
command = ["npx", "--token", "${SECRET}"]
`;

const OPENCODE = {
  local: { type: "local", command: ["npx", "--token", SECRET], environment: { API_TOKEN: SECRET } },
  remote: {
    type: "remote",
    url: `https://h.example/${SECRET}`,
    headers: { Authorization: `Bearer ${SECRET}` },
  },
};

const GEMINI = { ...SERVERS, streamable: { httpUrl: `https://h.example/mcp?token=${SECRET}`, trust: true } };
const ZED = { ...SERVERS, old: { command: { path: "npx", args: ["x", SECRET], env: { A_TOKEN: SECRET } } } };

/** Paths and texts of files of every syntax and client. */
export const SECRET_FILES: [path: string, text: string][] = [
  ["/home/ada/.cursor/mcp.json", JSON.stringify({ mcpServers: SERVERS }, null, 2)],
  ["/home/ada/.cursor/mcp.json", JSON.stringify({ servers: SERVERS, inputs: [] })],
  [
    "/home/ada/.claude.json",
    JSON.stringify({ mcpServers: SERVERS, projects: { "/home/ada/dev": { mcpServers: SERVERS } } }),
  ],
  ["/home/ada/.cursor/mcp.json", `// ours\n{ "mcpServers": { "a": { "command": "x ${SECRET}", }, }, }`],
  [
    "/home/ada/.codeium/windsurf/mcp_config.json",
    JSON.stringify({ mcpServers: { w: { serverUrl: `https://h.example/${SECRET}` } } }),
  ],
  [
    "/home/ada/.gemini/settings.json",
    JSON.stringify({ mcpServers: GEMINI, mcp: { excluded: ["github"] } }, null, 2),
  ],
  ["/home/ada/.config/zed/settings.json", JSON.stringify({ context_servers: ZED }, null, 1)],
  ["/home/ada/.codex/config.toml", CODEX],
  ["/home/ada/.config/goose/config.yaml", GOOSE],
  ["/home/ada/.continue/config.yaml", CONTINUE],
  ["/srv/app/librechat.yaml", stringify({ mcpServers: SERVERS })],
  ["/srv/app/opencode.json", JSON.stringify({ mcp: { servers: OPENCODE, ...OPENCODE } }, null, 2)],
  ["/home/ada/.vibe/config.toml", VIBE],
  ["/srv/app/.mcp.json", JSON.stringify({ servers: SERVERS, mcpServers: SERVERS })],
  [
    "/home/ada/.config/amp/settings.json",
    JSON.stringify({ "amp.mcpServers": SERVERS, amp: { mcpServers: SERVERS } }),
  ],
  ...Object.entries(SAMPLES).map(([client, sample]): [string, string] => [
    `/srv/samples/list_${client}.${sample.syntax ?? "json"}`,
    written(sample).replaceAll(SAMPLE_SECRET, SECRET),
  ]),
  ...[...JSON_SAMPLES, ...ODD_SAMPLES].map(({ file, text }): [string, string] => [
    `/srv/samples/${file}`,
    text.replaceAll(TOKEN, SECRET).replaceAll("hunter2secret", SECRET),
  ]),
];

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import type { FuzzResult, FuzzTask } from "./fuzz-worker.ts";

const SECRET = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";

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

const FILES: FuzzTask["files"] = [
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
];

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "castellan-fuzz-"));
  await build({
    entryPoints: [path.join(import.meta.dirname, "fuzz-worker.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    outfile: path.join(folder, "worker.cjs"),
    logLevel: "silent",
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the parser beside the test, so that a hang is seen and ended, with little memory. */
function run(task: FuzzTask): Promise<FuzzResult> {
  const worker = new Worker(path.join(folder, "worker.cjs"), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      worker.terminate();
      reject(new Error(`the parser hangs, seed ${task.seed}`));
    }, task.milliseconds + 10_000);
    worker.on("message", (result: FuzzResult) => {
      clearTimeout(limit);
      resolve(result);
    });
    worker.on("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
  });
}

test.each([1, 77, Date.now() % 1_000_000])(
  "a mutated file never crashes, hangs or leaks, and ends in a report or a sentence (seed %i)",
  async (seed) => {
    const result = await run({ seed, files: FILES, secret: SECRET, milliseconds: 2_500 });
    expect(result).not.toHaveProperty("failure");
    expect(result).toMatchObject({ runs: expect.any(Number) });
  },
  30_000,
);

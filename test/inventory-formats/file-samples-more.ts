import { type FileSample, TOKEN } from "./file-samples-json.ts";

const json = (value: unknown) => JSON.stringify(value, null, 2);
const servers = (value: unknown) => json({ mcpServers: value });
const SECRET_AT = (where: string) => [`literal-secret ${where}`];

/** Shapes that people write and no other sample holds: expected results were written before the first run. */
export const MORE_SAMPLES: FileSample[] = [
  {
    about: "a mark at the start, CRLF, comments of both kinds and trailing commas in VS Code",
    file: "acme__shop__.vscode__mcp.json",
    text: `\ufeff{\r\n  // ours\r\n  "inputs": [{ "id": "key", "type": "promptString", "password": true, },],\r\n  /* all */ "servers": {\r\n    "api": { "type": "http", "url": "https://h.example/mcp", "headers": { "Authorization": "Bearer \${input:key}", "X-Mode": "fast", }, },\r\n    "run": { "type": "stdio", "command": "npx", "args": ["-y", "--package=@acme/tools@2.0.1", "acme-mcp",], "envFile": "\${workspaceFolder}/.env", },\r\n  },\r\n}\r\n`,
    expected: {
      client: "vscode",
      scope: "project",
      servers: [
        {
          name: "api",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization reference", "X-Mode literal"],
        },
        { name: "run", identity: "npm:@acme/tools", version: "2.0.1", command: "npx" },
      ],
      notes: [/“envFile” was not read/],
    },
  },
  {
    about: "ranges, tags and git addresses name no exact release",
    file: "mcp.json",
    client: "cursor",
    text: servers({
      caret: { command: "npx", args: ["-y", "@acme/a@^1.2"] },
      tag: { command: "bunx", args: ["@acme/b@next"] },
      git: { command: "uvx", args: ["--from", "git+https://github.com/acme/c@v1.0.0", "c-server"] },
      dlx: { command: "pnpm", args: ["dlx", "@acme/d@3.1.4"] },
      yarn: { command: "yarn", args: ["dlx", "-p", "@acme/e@1.0.0", "e"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        { name: "caret", identity: "npm:@acme/a", command: "npx", findings: ["unpinned args"] },
        { name: "tag", identity: "npm:@acme/b", command: "bunx", findings: ["unpinned args"] },
        {
          name: "git",
          identity: "command:uvx git+https://github.com/acme/c@v1.0.0",
          command: "uvx",
          findings: ["unpinned args"],
        },
        { name: "dlx", identity: "npm:@acme/d", version: "3.1.4", command: "pnpm" },
        { name: "yarn", identity: "npm:@acme/e", version: "1.0.0", command: "yarn" },
      ],
    },
  },
  {
    about: "Windows: cmd /c, an absolute npx.cmd, PowerShell",
    file: "claude_desktop_config.json",
    text: servers({
      cmd: { command: "cmd", args: ["/c", "npx", "-y", "@acme/a@1.0.0"] },
      abs: { command: "C:\\Program Files\\nodejs\\npx.cmd", args: ["@acme/b@2.0.0", "%APPDATA%\\data"] },
      CMD: { command: "cmd.exe", args: ["/C", "uvx acme-c==1.1.0"] },
    }),
    expected: {
      client: "claude-desktop",
      servers: [
        { name: "cmd", identity: "npm:@acme/a", version: "1.0.0", command: "cmd" },
        {
          name: "abs",
          identity: "npm:@acme/b",
          version: "2.0.0",
          command: "C:\\Program Files\\nodejs\\npx.cmd",
        },
        { name: "CMD", identity: "pypi:acme-c", version: "1.1.0", command: "cmd.exe" },
      ],
    },
  },
  {
    about: "references of every kind are no secrets",
    file: "mcp.json",
    client: "cursor",
    text: servers({
      all: {
        command: "srv",
        env: {
          A_TOKEN: "${A_TOKEN}",
          B_TOKEN: "$B_TOKEN",
          C_TOKEN: "${env:C_TOKEN}",
          D_TOKEN: "%D_TOKEN%",
          E_TOKEN: "{env:E_TOKEN}",
          F_TOKEN: "op://Private/GitHub/token",
          G_TOKEN: "${G_TOKEN:-none}",
          H_TOKEN: "${input:h}",
          I_TOKEN: "YOUR_TOKEN_HERE",
          J_TOKEN: TOKEN,
          PORT: 8080,
          DEBUG: true,
        },
      },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "all",
          identity: "command:srv",
          command: "srv",
          env: [
            "A_TOKEN reference",
            "B_TOKEN reference",
            "C_TOKEN reference",
            "D_TOKEN reference",
            "E_TOKEN reference",
            "F_TOKEN reference",
            "G_TOKEN reference",
            "H_TOKEN reference",
            "I_TOKEN placeholder",
            "J_TOKEN secret",
            "PORT literal",
            "DEBUG literal",
          ],
          findings: SECRET_AT("env.J_TOKEN"),
        },
      ],
    },
  },
  {
    about: "Claude Code: two projects, one empty, and servers of the person",
    file: ".claude.json",
    text: json({
      numStartups: 3,
      mcpServers: { own: { type: "sse", url: "https://h.example/sse" } },
      projects: {
        "/home/ada/a": {
          mcpServers: { one: { type: "stdio", command: "deno", args: ["run", "-A", "npm:@acme/a@1.0.0"] } },
        },
        "/home/ada/b": { mcpServers: {}, history: [] },
      },
    }),
    expected: {
      client: "claude-code",
      servers: [
        {
          name: "own",
          identity: "remote:https://h.example/sse",
          transport: "sse",
          url: "https://h.example/sse",
        },
        { name: "one", identity: "npm:@acme/a", version: "1.0.0", command: "deno" },
      ],
    },
  },
  {
    about: "Codex: dotted keys, an array over lines, literal strings, a disabled one",
    file: "config.toml",
    text: `# top
mcp_servers.docs.url = "https://docs.example/mcp"
mcp_servers.docs.bearer_token_env_var = "DOCS_TOKEN"

[mcp_servers.run]
command = 'docker'
args = [
  "run", "--rm", "-i", # keep
  "-e", "API_KEY",
  "ghcr.io/acme/run:1.4.0",
]
enabled = false
env_vars = [ "API_KEY" ]
[mcp_servers.run.tools.delete]
approval_mode = "approve"
`,
    expected: {
      client: "codex",
      servers: [
        {
          name: "docs",
          identity: "remote:https://docs.example/mcp",
          transport: "http",
          url: "https://docs.example/mcp",
          headers: ["Authorization reference"],
        },
        {
          name: "run",
          identity: "oci:ghcr.io/acme/run",
          version: "1.4.0",
          command: "docker",
          env: ["API_KEY reference"],
          disabled: true,
          findings: ["unpinned args"],
        },
      ],
    },
  },
  {
    about: "opencode: local as a list, remote switched off, the newer layout",
    file: "opencode.jsonc",
    text: `{ "$schema": "https://opencode.ai/config.json", // newer
  "mcp": { "servers": {
    "a": { "type": "local", "command": ["bunx", "@acme/a@1.0.0"], "environment": { "KEY": "{env:KEY}" }, "enabled": true },
    "b": { "type": "remote", "url": "https://h.example/b", "headers": { "X-Api-Key": "{env:K}" }, "enabled": false, "oauth": false },
  } } }`,
    expected: {
      client: "opencode",
      scope: "project",
      servers: [
        { name: "a", identity: "npm:@acme/a", version: "1.0.0", command: "bunx", env: ["KEY reference"] },
        {
          name: "b",
          identity: "remote:https://h.example/b",
          transport: "http",
          url: "https://h.example/b",
          headers: ["X-Api-Key reference"],
          disabled: true,
        },
      ],
    },
  },
  {
    about: "Goose: stdio, streamable_http, a part of it, keys in the keyring",
    file: "config.yaml",
    client: "goose",
    text: `GOOSE_PROVIDER: x
extensions:
  developer: {type: builtin, enabled: true, name: developer}
  files:
    type: stdio
    name: Files
    cmd: npx
    args: [-y, "@acme/files@0.1.0", /srv/data]
    envs: {LEVEL: info}
    env_keys: [FILES_TOKEN]
    enabled: false
    timeout: 300
  web:
    type: streamable_http
    uri: https://h.example/mcp
    headers: {Authorization: "Bearer $WEB_TOKEN"}
    enabled: true
`,
    expected: {
      client: "goose",
      servers: [
        {
          name: "files",
          identity: "npm:@acme/files",
          version: "0.1.0",
          command: "npx",
          env: ["LEVEL literal", "FILES_TOKEN reference"],
          disabled: true,
        },
        {
          name: "web",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization reference"],
        },
      ],
    },
  },
  {
    about: "Continue: a list with secrets of its hub, block texts",
    file: "config.yaml",
    client: "continue",
    text: `name: Assistant
version: 0.0.1
schema: v1
mcpServers:
  - name: SQLite
    command: uvx
    args:
      - mcp-server-sqlite==2025.4.25
      - --db-path
      - >-
        /srv/a.db
    env:
      API_KEY: \${{ secrets.API_KEY }}
  - name: Remote
    type: streamable-http
    url: https://h.example/mcp
`,
    expected: {
      client: "continue",
      servers: [
        {
          name: "SQLite",
          identity: "pypi:mcp-server-sqlite",
          version: "2025.4.25",
          command: "uvx",
          env: ["API_KEY reference"],
        },
        {
          name: "Remote",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
      ],
    },
  },
  {
    about: "Gemini CLI: httpUrl before url, trust, a list of allowed ones elsewhere",
    file: "acme__shop__.gemini__settings.json",
    text: json({
      theme: "dark",
      mcp: { allowed: ["a"] },
      mcpServers: {
        a: { httpUrl: "https://h.example/http", url: "https://h.example/sse", trust: true },
        b: {
          command: "python3",
          args: ["-m", "acme.server"],
          cwd: "./srv",
          timeout: 5000,
          includeTools: ["x"],
        },
      },
    }),
    expected: {
      client: "gemini-cli",
      scope: "project",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/http",
          transport: "http",
          url: "https://h.example/http",
        },
        { name: "b", identity: "command:python -m acme.server", command: "python3", disabled: true },
      ],
    },
  },
  {
    about: "Windsurf: serverUrl, disabled tools",
    file: "mcp_config.json",
    text: servers({
      a: { serverUrl: "https://h.example/mcp", headers: { Authorization: `Bearer ${TOKEN}` } },
      b: { command: "node", args: ["/opt/acme/server/dist/index.js"], disabled: true, disabledTools: ["x"] },
    }),
    expected: {
      client: "windsurf",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization secret"],
          findings: SECRET_AT("headers.Authorization"),
        },
        { name: "b", identity: "command:node acme/server/dist/index.js", command: "node", disabled: true },
      ],
    },
  },
  {
    about: "Cline: streamableHttp and sse, always allowed tools",
    file: "cline_mcp_settings.json",
    text: servers({
      a: { type: "streamableHttp", url: "https://h.example/mcp", disabled: false, autoApprove: ["get_x"] },
      b: { type: "sse", url: "https://h.example/events", timeout: 60 },
    }),
    expected: {
      client: "cline",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
        {
          name: "b",
          identity: "remote:https://h.example/events",
          transport: "sse",
          url: "https://h.example/events",
        },
      ],
    },
  },
  {
    about: "Kimi: transport as a word; an address behind mcp-remote with a header",
    file: "list_kimi.json",
    text: servers({
      a: { transport: "http", url: "https://h.example/a" },
      b: { transport: "sse", url: "https://h.example/b" },
      c: {
        command: "npx",
        args: ["-y", "mcp-remote@0.1.29", "https://h.example/c", "--header", "X-Key:${KEY}"],
      },
    }),
    expected: {
      client: "kimi",
      servers: [
        { name: "a", identity: "remote:https://h.example/a", transport: "http", url: "https://h.example/a" },
        { name: "b", identity: "remote:https://h.example/b", transport: "sse", url: "https://h.example/b" },
        { name: "c", identity: "remote:https://h.example/c", url: "https://h.example/c", command: "npx" },
      ],
    },
  },
  {
    about: "docker run with values, mounts, a digest, and compose",
    file: "acme__shop__.mcp.json",
    text: servers({
      digest: {
        command: "docker",
        args: [
          "run",
          "-i",
          "--rm",
          "--env-file",
          ".env",
          `acme/a@sha256:${"0123456789abcdef".repeat(4)}`,
          "--stdio",
        ],
      },
      value: { command: "podman", args: ["run", "-i", `--env=TOKEN=${TOKEN}`, "quay.io/acme/b:2"] },
      compose: { command: "docker", args: ["compose", "run", "--rm", "mcp"] },
    }),
    expected: {
      client: "claude-code",
      scope: "project",
      servers: [
        {
          name: "digest",
          identity: "oci:docker.io/acme/a",
          version: `sha256:${"0123456789abcdef".repeat(4)}`,
          command: "docker",
        },
        {
          name: "value",
          identity: "oci:quay.io/acme/b",
          version: "2",
          command: "podman",
          findings: ["literal-secret args.2", "unpinned args"],
        },
        { name: "compose", identity: "command:docker compose run mcp", command: "docker" },
      ],
    },
  },
  {
    about: "dnx, pipx, go run, uv run with a folder",
    file: "mcp.json",
    client: "lm-studio",
    text: servers({
      dnx: { command: "dnx", args: ["Acme.Mcp@1.2.0", "--yes"] },
      pipx: { command: "pipx", args: ["run", "acme-mcp==1.0"] },
      go: { command: "go", args: ["run", "github.com/acme/mcp@latest"] },
      uv: { command: "uv", args: ["--directory", "/srv/weather", "run", "weather.py"] },
    }),
    expected: {
      client: "lm-studio",
      servers: [
        { name: "dnx", identity: "command:dnx acme.mcp", version: "1.2.0", command: "dnx" },
        { name: "pipx", identity: "pypi:acme-mcp", version: "1.0", command: "pipx" },
        {
          name: "go",
          identity: "command:go run github.com/acme/mcp",
          command: "go",
          findings: ["unpinned args"],
        },
        { name: "uv", identity: "command:python weather/weather.py", command: "uv" },
      ],
    },
  },
  {
    about: "Mistral Vibe: an array of tables",
    file: "config.toml",
    client: "mistral-vibe",
    text: `active_model = "x"
[[mcp_servers]]
name = "a"
transport = "streamable-http"
url = "https://h.example/mcp"
headers = { "X-Team" = "core" }
[[mcp_servers]]
name = "b"
transport = "stdio"
command = "uvx"
args = ["acme-b"]
`,
    expected: {
      client: "mistral-vibe",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["X-Team literal"],
        },
        { name: "b", identity: "pypi:acme-b", command: "uvx", findings: ["unpinned args"] },
      ],
    },
  },
  {
    about: "Zed: a custom server, an extension, a remote one",
    file: "acme__shop__.zed__settings.json",
    text: `{
  "theme": "One",
  "context_servers": {
    "own": { "source": "custom", "enabled": false, "command": "npx", "args": ["-y", "@acme/own@1.0.0"], "env": null, },
    "web": { "source": "custom", "url": "https://h.example/mcp", "headers": {}, },
    "ext": { "source": "extension", "settings": {} },
  },
}`,
    expected: {
      client: "zed",
      scope: "project",
      servers: [
        { name: "own", identity: "npm:@acme/own", version: "1.0.0", command: "npx", disabled: true },
        {
          name: "web",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
      ],
      notes: [/extension of Zed/],
    },
  },
  {
    about: "VS Code's older settings, nested, beside everything else",
    file: "acme__shop__.vscode__settings.json",
    text: json({
      "editor.tabSize": 2,
      mcp: { inputs: [], servers: { a: { command: "npx", args: ["-y", "@acme/a@1.0.0"] } } },
    }),
    expected: {
      client: "vscode",
      scope: "project",
      servers: [{ name: "a", identity: "npm:@acme/a", version: "1.0.0", command: "npx" }],
    },
  },
  {
    about: "LibreChat: a map in YAML with anchors, types and places for a person",
    file: "librechat.yaml",
    text: `version: 1.2.1
x-headers: &h
  Authorization: "Bearer \${ENV_KEY}"
mcpServers:
  a:
    type: streamable-http
    url: https://h.example/mcp
    headers:
      <<: *h
      X-User: "{{LIBRECHAT_USER_ID}}"
  b:
    command: npx
    args: ["-y", "@acme/b@1.0.0"]
    env: { TOKEN: "\${B_TOKEN}" }
`,
    expected: {
      client: "librechat",
      scope: "project",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization reference", "X-User reference"],
        },
        { name: "b", identity: "npm:@acme/b", version: "1.0.0", command: "npx", env: ["TOKEN reference"] },
      ],
    },
  },
  {
    about: "Copilot CLI: local and http with lists of tools; a secret in the address",
    file: "mcp-config.json",
    text: servers({
      a: { type: "local", command: "npx", args: ["-y", "@acme/a@1.0.0"], tools: ["*"] },
      b: { type: "http", url: `https://h.example/mcp?api_key=${TOKEN}`, tools: ["get_x"] },
    }),
    expected: {
      client: "copilot-cli",
      servers: [
        { name: "a", identity: "npm:@acme/a", version: "1.0.0", command: "npx" },
        {
          name: "b",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp?api_key=•••",
          findings: SECRET_AT("url"),
        },
      ],
    },
  },
  {
    about: "Roo Code: streamable-http, tools always allowed, a local file",
    file: "acme__shop__.roo__mcp.json",
    text: servers({
      a: { type: "streamable-http", url: "https://h.example/mcp", alwaysAllow: ["search"], disabled: false },
      b: { command: "./bin/server", args: ["--config", "./c.json"], cwd: "${workspaceFolder}" },
    }),
    expected: {
      client: "roo-code",
      scope: "project",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
        { name: "b", identity: "command:server", command: "./bin/server" },
      ],
    },
  },
];

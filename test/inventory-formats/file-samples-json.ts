/** A made-up token in the shape of a real one. It must stand in no output. */
export const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

/** One server as a person who reads the file expects it. What is left out is null, empty or false. */
export interface Expected {
  name: string;
  identity: string;
  version?: string;
  transport?: "http" | "sse";
  url?: string;
  command?: string;
  /** `KEY kind` */
  env?: string[];
  headers?: string[];
  disabled?: true;
  /** `rule where`, of the rules that a launch alone tells. */
  findings?: string[];
}

export interface FileSample {
  /** What it is there for. */
  about: string;
  file: string;
  client?: string;
  text: string;
  expected: { client: string; scope?: "project" | "local"; servers: Expected[]; notes?: RegExp[] };
}

const json = (value: unknown) => JSON.stringify(value, null, 2);
const servers = (value: unknown) => json({ mcpServers: value });

export const JSON_SAMPLES: FileSample[] = [
  {
    about: "the plainest file, with the schema of an editor",
    file: "mcp.json",
    text: json({
      $schema: "https://h.example/s.json",
      mcpServers: {
        memory: { command: "npx", args: ["-y", "@modelcontextprotocol/server-memory"] },
        fetch: { command: "uvx", args: ["mcp-server-fetch==2025.4.7"], env: {} },
      },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "memory",
          identity: "npm:@modelcontextprotocol/server-memory",
          command: "npx",
          findings: ["unpinned args"],
        },
        { name: "fetch", identity: "pypi:mcp-server-fetch", version: "2025.4.7", command: "uvx" },
      ],
      notes: [/^Read as a file of Cursor/],
    },
  },
  {
    about: "a flat name that holds the path",
    file: "acme__shop__.cursor__mcp.json",
    text: servers({ linear: { url: "https://mcp.linear.app/mcp" } }),
    expected: {
      client: "cursor",
      scope: "project",
      servers: [
        {
          name: "linear",
          identity: "remote:https://mcp.linear.app/mcp",
          transport: "http",
          url: "https://mcp.linear.app/mcp",
        },
      ],
    },
  },
  {
    about: "Claude Code's file of a project: variables with defaults, headers, both remote kinds",
    file: "acme__shop__.mcp.json",
    text: servers({
      api: {
        type: "http",
        url: "${API_BASE:-https://api.example.com}/mcp",
        headers: { Authorization: "Bearer ${API_KEY}", "X-Team": "core" },
      },
      events: { type: "sse", url: "https://events.example.com/sse?api_key=abc123def456" },
      stream: { type: "streamable-http", url: "https://s.example.com/mcp", alwaysLoad: true },
      db: {
        type: "stdio",
        command: "npx",
        args: ["-y", "@bytebase/dbhub@0.11.5", "--dsn", "postgres://u:hunter2secret@db.example/x"],
        env: { MODE: "ro", DB_PASSWORD: "${DB_PASSWORD:-}" },
      },
    }),
    expected: {
      client: "claude-code",
      scope: "project",
      servers: [
        {
          name: "api",
          identity: "remote:${API_BASE:-https://api.example.com}/mcp",
          transport: "http",
          url: "${API_BASE:-https://api.example.com}/mcp",
          headers: ["Authorization reference", "X-Team literal"],
        },
        {
          name: "events",
          identity: "remote:https://events.example.com/sse",
          transport: "sse",
          url: "https://events.example.com/sse?api_key=•••",
          findings: ["literal-secret url"],
        },
        {
          name: "stream",
          identity: "remote:https://s.example.com/mcp",
          transport: "http",
          url: "https://s.example.com/mcp",
        },
        {
          name: "db",
          identity: "npm:@bytebase/dbhub",
          version: "0.11.5",
          command: "npx",
          env: ["MODE literal", "DB_PASSWORD reference"],
          findings: ["literal-secret args.3"],
        },
      ],
      notes: [/alwaysLoad/],
    },
  },
  {
    about: "Claude Code's state: user servers, and servers of two projects under the same name",
    file: ".claude.json",
    text: json({
      numStartups: 12,
      mcpServers: { all: { command: "uvx", args: ["all-server@1.0.0"] } },
      projects: {
        "/home/ada/shop": {
          allowedTools: [],
          mcpServers: { db: { type: "stdio", command: "npx", args: ["-y", "pg-mcp@2.0.0"] } },
        },
        "/home/ada/blog": { mcpServers: { db: { type: "http", url: "https://db.example/mcp" } } },
        "/home/ada/empty": { mcpServers: {} },
      },
    }),
    expected: {
      client: "claude-code",
      servers: [
        { name: "all", identity: "pypi:all-server", version: "1.0.0", command: "uvx" },
        { name: "db", identity: "npm:pg-mcp", version: "2.0.0", command: "npx" },
        {
          name: "db",
          identity: "remote:https://db.example/mcp",
          transport: "http",
          url: "https://db.example/mcp",
        },
      ],
      notes: [/In the project ~\/shop only: “db”\./, /In the project ~\/blog only/],
    },
  },
  {
    about: "only servers of a project",
    file: "fixture-07.json",
    text: json({ projects: { "/srv/app": { mcpServers: { x: { command: "x-server" } } } } }),
    expected: {
      client: "claude-code",
      scope: "local",
      servers: [{ name: "x", identity: "command:x-server", command: "x-server" }],
    },
  },
  {
    about: "VS Code: comments, trailing commas, inputs, an env file, a socket",
    file: "acme__shop__.vscode__mcp.json",
    text: `{
  // what we use
  "inputs": [{ "type": "promptString", "id": "gh", "password": true },],
  "servers": {
    "github": { "type": "http", "url": "https://api.githubcopilot.com/mcp/", "headers": { "Authorization": "Bearer \${input:gh}" }, },
    "local": { "type": "stdio", "command": "\${workspaceFolder}/node_modules/.bin/thing", "envFile": "\${workspaceFolder}/.env", "env": { "API_KEY": "\${env:API_KEY}" } }, /* old */
    "sock": { "type": "http", "url": "unix:///run/server.sock" },
  },
}`,
    expected: {
      client: "vscode",
      scope: "project",
      servers: [
        {
          name: "github",
          identity: "remote:https://api.githubcopilot.com/mcp",
          transport: "http",
          url: "https://api.githubcopilot.com/mcp/",
          headers: ["Authorization reference"],
        },
        {
          name: "local",
          identity: "command:thing",
          command: "${workspaceFolder}/node_modules/.bin/thing",
          env: ["API_KEY reference"],
        },
        {
          name: "sock",
          identity: "remote:unix:///run/server.sock",
          transport: "http",
          url: "unix:///run/server.sock",
        },
      ],
      notes: [/“envFile” was not read/],
    },
  },
  {
    about: "VS Code's settings under any name",
    file: "fixture-08.json",
    text: json({
      "editor.fontSize": 12,
      mcp: { inputs: [], servers: { a: { command: "bunx", args: ["@s/p@1.2.3"] } } },
    }),
    expected: {
      client: "vscode",
      servers: [{ name: "a", identity: "npm:@s/p", version: "1.2.3", command: "bunx" }],
    },
  },
  {
    about: "VS Code's settings with the dotted key",
    file: "fixture-09.json",
    text: json({ "mcp.servers": { a: { command: "pnpm", args: ["dlx", "p@1.0.0"] } } }),
    expected: {
      client: "vscode",
      servers: [{ name: "a", identity: "npm:p", version: "1.0.0", command: "pnpm" }],
    },
  },
  {
    about: "Zed, both shapes, an extension, tabs",
    file: "list_zed.jsonc",
    text: `{\n\t"theme": "One",\n\t"context_servers": {\n\t\t"old": { "command": { "path": "uvx", "args": ["s==1.0"], "env": { "A_TOKEN": "${TOKEN}" } }, "settings": {} },\n\t\t"new": { "source": "custom", "command": "deno", "args": ["run", "-A", "npm:@s/p@1.0.0"], "enabled": false },\n\t\t"ext": { "source": "extension", "settings": {} },\n\t},\n}\n`,
    expected: {
      client: "zed",
      servers: [
        {
          name: "old",
          identity: "pypi:s",
          version: "1.0",
          command: "uvx",
          env: ["A_TOKEN secret"],
          findings: ["literal-secret env.A_TOKEN"],
        },
        { name: "new", identity: "npm:@s/p", version: "1.0.0", command: "deno", disabled: true },
      ],
      notes: [/context_servers\.ext: an extension of Zed/],
    },
  },
  {
    about: "Gemini CLI's three addresses and what it switches off",
    file: "acme__shop__.gemini__settings.json",
    text: json({
      theme: "Default",
      mcp: { excluded: ["off"] },
      mcpServers: {
        stream: { httpUrl: "https://h.example/mcp", headers: { "X-Api-Key": "$API_KEY" }, timeout: 5000 },
        events: { url: "https://h.example/events" },
        typed: { url: "https://h.example/t", type: "http" },
        off: { command: "node", args: ["${extensionPath}${/}server.js"], cwd: "./x", trust: true },
      },
    }),
    expected: {
      client: "gemini-cli",
      scope: "project",
      servers: [
        {
          name: "stream",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["X-Api-Key reference"],
        },
        {
          name: "events",
          identity: "remote:https://h.example/events",
          transport: "sse",
          url: "https://h.example/events",
        },
        {
          name: "typed",
          identity: "remote:https://h.example/t",
          transport: "http",
          url: "https://h.example/t",
        },
        { name: "off", identity: "command:node server.js", command: "node", disabled: true },
      ],
      notes: [/“timeout” was not read/],
    },
  },
  {
    about: "Windsurf",
    file: "mcp_config.json",
    text: servers({
      figma: { serverUrl: "http://127.0.0.1:3845/mcp" },
      plain: { serverUrl: "http://tools.example.com/mcp", headers: { "API-Key": "YOUR_API_KEY" } },
    }),
    expected: {
      client: "windsurf",
      servers: [
        {
          name: "figma",
          identity: "remote:http://127.0.0.1:3845/mcp",
          transport: "http",
          url: "http://127.0.0.1:3845/mcp",
        },
        {
          name: "plain",
          identity: "remote:http://tools.example.com/mcp",
          transport: "http",
          url: "http://tools.example.com/mcp",
          headers: ["API-Key placeholder"],
          findings: ["plain-http url"],
        },
      ],
    },
  },
  {
    about: "Cline and Roo tell themselves by their words",
    file: "fixture-10.json",
    text: servers({
      a: { type: "streamableHttp", url: "https://h.example/mcp", disabled: false, autoApprove: [] },
      b: { command: "node", args: ["/home/ada/dev/my-server/build/index.js"], disabled: true },
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
          identity: "command:node my-server/build/index.js",
          command: "node",
          disabled: true,
        },
      ],
    },
  },
  {
    about: "Roo Code in a project",
    file: "acme__shop__.roo__mcp.json",
    text: servers({
      files: {
        command: "npx",
        args: ["-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/home/ada"],
        alwaysAllow: ["write_file"],
        disabled: false,
      },
    }),
    expected: {
      client: "roo-code",
      scope: "project",
      servers: [
        {
          name: "files",
          identity: "npm:@modelcontextprotocol/server-filesystem",
          version: "2026.8.31",
          command: "npx",
          findings: ["home-mounted args.2"],
        },
      ],
    },
  },
  {
    about: "opencode: lists as commands, remote, switched off",
    file: "opencode.jsonc",
    text: `{ "$schema": "https://opencode.ai/config.json", "model": "x", "mcp": {
  "a": { "type": "local", "command": ["bun", "x", "@s/p@1.0.0"], "environment": { "K_TOKEN": "{env:K}" }, "enabled": false, "timeout": 5 },
  "b": { "type": "remote", "url": "https://h.example/sse", "headers": { "Authorization": "Bearer {env:T}" }, "oauth": false }, // remote
} }`,
    expected: {
      client: "opencode",
      scope: "project",
      servers: [
        {
          name: "a",
          identity: "npm:@s/p",
          version: "1.0.0",
          command: "bun",
          env: ["K_TOKEN reference"],
          disabled: true,
        },
        {
          name: "b",
          identity: "remote:https://h.example/sse",
          transport: "sse",
          url: "https://h.example/sse",
          headers: ["Authorization reference"],
        },
      ],
    },
  },
  {
    about: "opencode's newer layout under any name",
    file: "fixture-11.json",
    text: json({ mcp: { servers: { a: { type: "local", command: ["uvx", "s"] } } } }),
    expected: {
      client: "opencode",
      servers: [{ name: "a", identity: "pypi:s", command: "uvx", findings: ["unpinned args"] }],
    },
  },
  {
    about: "Crush",
    file: "fixture-12.json",
    text: json({
      mcp: {
        fs: { type: "stdio", command: "node", args: ["server.js"], env: { T: "$(cat ~/token)" } },
        web: { type: "http", url: "https://h.example/mcp", disabled: true },
      },
    }),
    expected: {
      client: "crush",
      servers: [
        { name: "fs", identity: "command:node server.js", command: "node", env: ["T literal"] },
        {
          name: "web",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          disabled: true,
        },
      ],
    },
  },
  {
    about: "Amp's dotted key",
    file: "settings.json",
    text: json({
      "amp.theme": "dark",
      "amp.mcpServers": { a: { command: "pipx", args: ["run", "tool==1.0"] } },
    }),
    expected: {
      client: "amp",
      servers: [{ name: "a", identity: "pypi:tool", version: "1.0", command: "pipx" }],
    },
  },
  {
    about: "Copilot CLI",
    file: "mcp-config.json",
    text: servers({
      a: { type: "local", command: "npx", args: ["@playwright/mcp@latest"], tools: ["*"] },
      b: {
        type: "sse",
        url: "https://h.example/s",
        tools: ["x"],
        headers: { "X-Key": "${COPILOT_MCP_KEY}" },
      },
    }),
    expected: {
      client: "copilot-cli",
      servers: [
        { name: "a", identity: "npm:@playwright/mcp", command: "npx", findings: ["unpinned args"] },
        {
          name: "b",
          identity: "remote:https://h.example/s",
          transport: "sse",
          url: "https://h.example/s",
          headers: ["X-Key reference"],
        },
      ],
      notes: [/“tools” was not read/],
    },
  },
  {
    about: "Kiro and its keys",
    file: "list_kiro.json",
    text: servers({
      aws: {
        command: "uvx",
        args: ["awslabs.core-mcp-server@latest"],
        env: { FASTMCP_LOG_LEVEL: "ERROR", AWS_PROFILE: "your-aws-profile" },
        autoApprove: ["x"],
        disabled: true,
      },
    }),
    expected: {
      client: "kiro",
      servers: [
        {
          name: "aws",
          identity: "pypi:awslabs-core-mcp-server",
          command: "uvx",
          env: ["FASTMCP_LOG_LEVEL literal", "AWS_PROFILE placeholder"],
          disabled: true,
          findings: ["unpinned args"],
        },
      ],
    },
  },
  {
    about: "Visual Studio beside a solution: the name of Claude Code's file, another key",
    file: ".mcp.json",
    text: json({
      inputs: [],
      servers: { a: { type: "stdio", command: "dnx", args: ["Hex1b.McpServer@0.47.0", "--yes"] } },
    }),
    expected: {
      client: "visual-studio",
      scope: "project",
      servers: [{ name: "a", identity: "command:dnx hex1b.mcpserver", version: "0.47.0", command: "dnx" }],
    },
  },
  {
    about: "an agent of Amazon Q",
    file: "fixture-13.json",
    text: json({
      name: "dev",
      useLegacyMcpJson: true,
      allowedTools: ["*"],
      mcpServers: { a: { command: "podman", args: ["run", "--rm", "ghcr.io/o/i:1.2"], timeout: 60 } },
    }),
    expected: {
      client: "amazon-q",
      servers: [
        {
          name: "a",
          identity: "oci:ghcr.io/o/i",
          version: "1.2",
          command: "podman",
          findings: ["unpinned args"],
        },
      ],
    },
  },
  {
    about: "Continue's older file",
    file: "fixture-14.json",
    text: json({
      models: [],
      experimental: {
        modelContextProtocolServers: [
          { transport: { type: "stdio", command: "uvx", args: ["s==1.0", "--db", "x.db"], env: { A: "1" } } },
          { transport: { type: "sse", url: "https://h.example/x" } },
        ],
      },
    }),
    expected: {
      client: "continue",
      servers: [
        { name: "(number 1)", identity: "pypi:s", version: "1.0", command: "uvx", env: ["A literal"] },
        {
          name: "(number 2)",
          identity: "remote:https://h.example/x",
          transport: "sse",
          url: "https://h.example/x",
        },
      ],
    },
  },
  {
    about: "a plugin's file, which has no key around the servers",
    file: "acme__plugins__github__.mcp.json",
    text: json({
      github: {
        type: "http",
        url: "https://api.githubcopilot.com/mcp/",
        headers: { Authorization: "Bearer ${GITHUB_TOKEN}" },
      },
      local: { command: "node", args: ["${CLAUDE_PLUGIN_ROOT}/servers/index.js"] },
    }),
    expected: {
      client: "claude-code",
      scope: "project",
      servers: [
        {
          name: "github",
          identity: "remote:https://api.githubcopilot.com/mcp",
          transport: "http",
          url: "https://api.githubcopilot.com/mcp/",
          headers: ["Authorization reference"],
        },
        { name: "local", identity: "command:node servers/index.js", command: "node" },
      ],
    },
  },
  {
    about: "servers in a list under a key of no certain client, references to files",
    file: "fixture-40.json",
    text: json({
      servers: [
        {
          name: "a",
          command: "uvx",
          args: ["s==1.0"],
          env: { A_KEY: "{file:~/.secrets/a}", B_KEY: "op://v/i/f" },
        },
      ],
    }),
    expected: {
      client: "vscode",
      servers: [
        {
          name: "a",
          identity: "pypi:s",
          version: "1.0",
          command: "uvx",
          env: ["A_KEY reference", "B_KEY reference"],
        },
      ],
    },
  },
];

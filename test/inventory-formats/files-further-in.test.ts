import { expect, test } from "vitest";
import { projectFiles } from "#app/domain/inventory/client-paths.ts";
import { fileReport } from "#app/domain/inventory/file-report.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readGuessedFile } from "#app/domain/inventory/read-client-file.ts";
import { redactLaunch } from "#app/domain/inventory/redact-launch.ts";

const report = (path: string, content: unknown) =>
  fileReport(readGuessedFile({ path, text: JSON.stringify(content), home: "/home/ada" }));
const remote = { type: "http", url: "https://mcp.example.com/mcp" };
const servers = { mcp: { servers: { a: remote } } };
const A = {
  name: "a",
  identity: "remote:https://mcp.example.com/mcp",
  transport: "http",
};

test.each([
  ["/home/ada/p/team.code-workspace", { folders: [{ path: "." }], settings: servers }],
  ["/home/ada/p/team.code-workspace", { settings: { "mcp.servers": { a: remote } } }],
  ["/home/ada/p/.devcontainer/devcontainer.json", { image: "x", customizations: { vscode: servers } }],
  ["/home/ada/p/.devcontainer.json", { customizations: { vscode: { settings: servers } } }],
  ["/home/ada/p/.devcontainer/api/devcontainer.json", { customizations: { vscode: servers } }],
])("VS Code's servers are found further in: %s", (path, content) => {
  expect(report(path, content)).toMatchObject({
    client: "vscode",
    scope: "project",
    installations: [A],
  });
});

test("a workspace and a container without servers have none, which is no fault", () => {
  for (const path of ["/home/ada/p/a.code-workspace", "/home/ada/p/.devcontainer/devcontainer.json"])
    expect(report(path, { image: "x" })).toEqual({
      client: "vscode",
      scope: "project",
      installations: [],
      notes: [],
    });
});

test("a plugin of Claude Code names its servers in its description, and a project is searched for all of these files", () => {
  const plugin = { name: "x", version: "1.0.0", mcpServers: { a: remote } };
  expect(report("/home/ada/p/.claude-plugin/plugin.json", plugin)).toMatchObject({
    client: "claude-code",
    scope: "project",
    installations: [A],
  });
  const searched = projectFiles("/p").map(({ client, path }) => `${client} ${path}`);
  expect(searched).toEqual(
    expect.arrayContaining([
      "vscode /p/.devcontainer/devcontainer.json",
      "vscode /p/*.code-workspace",
      "claude-code /p/.claude-plugin/plugin.json",
    ]),
  );
});

test("the description of a desktop extension holds one server, called as the extension", () => {
  const manifest = {
    dxt_version: "0.1",
    name: "notes",
    server: {
      type: "node",
      mcp_config: { command: "npx", args: ["-y", "notes-mcp@1.0.0"] },
    },
  };
  for (const path of [
    "/home/ada/Downloads/manifest.json",
    "/Users/ada/Library/Application Support/Claude/Claude Extensions/notes/manifest.json",
  ])
    expect(report(path, manifest)).toMatchObject({
      client: "claude-desktop",
      scope: "user",
      installations: [
        {
          name: "notes",
          identity: "npm:notes-mcp",
          version: "1.0.0",
          disabled: false,
        },
      ],
    });
});

test("a server that Claude Code switched off in one project is off there and nowhere else", () => {
  const entry = { mcpServers: { a: remote } };
  const { installations } = report("/home/ada/.claude.json", {
    projects: {
      "/home/ada/p": { ...entry, disabledMcpServers: ["a"] },
      "/home/ada/q": entry,
    },
  });
  expect(installations.map(({ disabled }) => disabled)).toEqual([true, false]);
});

test.each(["/home/ada/.aws/amazonq/cli-agents/dev.json", "/home/ada/.kiro/agents/dev.json"])(
  "tools that an agent calls without asking are found beside its servers: %s",
  (path) => {
    const agent = (allowedTools: unknown) => report(path, { mcpServers: { a: remote }, allowedTools });
    for (const allowed of [["@a"], ["*"], ["@a/delete_file"]])
      expect(agent(allowed).installations[0]?.findings).toMatchObject([
        { rule: "auto-approved", where: "allowedTools" },
      ]);
    for (const allowed of [["@ab", "fs_read", "@a/"], "@a", [7], undefined])
      expect(agent(allowed).installations[0]?.findings).toEqual([]);
  },
);

test("a root folder is told by the argument that is it, not by one with a slash in it", () => {
  const args = ["-y", "@modelcontextprotocol/server-filesystem@2025.8.21", "/"];
  const { installations } = report("/home/ada/.cursor/mcp.json", {
    mcpServers: { a: { command: "npx", args } },
  });
  expect(installations[0]?.findings).toMatchObject([{ rule: "home-mounted", where: "args.2" }]);
});

test("a project file of Kilo Code in the older layout is its own, and no file of Roo Code", () => {
  const entry = { command: "npx", args: ["-y", "k-mcp@4.0.0"], alwaysAllow: ["run_command"] };
  expect(report("/home/ada/p/.kilocode/mcp.json", { mcpServers: { k: entry } })).toMatchObject({
    client: "kilo-code",
    scope: "project",
    installations: [{ name: "k", identity: "npm:k-mcp", findings: [{ rule: "auto-approved" }] }],
  });
  const newer = { mcp: { k: { type: "local", command: ["npx", "-y", "k-mcp@4.0.0"] } } };
  expect(report("/home/ada/p/.kilocode/kilo.json", newer)).toMatchObject({
    client: "kilo-code",
    installations: [{ name: "k", identity: "npm:k-mcp", version: "4.0.0" }],
  });
  expect(projectFiles("/p").map(({ path }) => path)).toContain("/p/.kilocode/mcp.json");
});

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const LAUNCHES: [string[], string, string | null, boolean][] = [
  [["deno", "run", "-A", "jsr:@acme/mcp@1.0.0"], "command:deno run jsr:@acme/mcp", "1.0.0", false],
  [["deno", "run", "-A", "jsr:@acme/mcp"], "command:deno run jsr:@acme/mcp", null, true],
  [["nix", "run", "github:acme/mcp-nix", "--", "--x"], "command:nix run github:acme/mcp-nix", null, true],
  [
    ["nix", "run", `github:acme/mcp-nix/${COMMIT}#server`],
    `command:nix run github:acme/mcp-nix/${COMMIT}#server`,
    null,
    false,
  ],
  [["nix", "shell", "nixpkgs#nodejs", "-c", "npx", "-y", "w-mcp@1.0.0"], "npm:w-mcp", "1.0.0", false],
  [["nix", "develop", "--command", "uvx", "w-mcp==1.0"], "pypi:w-mcp", "1.0", false],
  [["nix-shell", "-p", "nodejs", "--run", "npx -y w-mcp@1.0.0"], "npm:w-mcp", "1.0.0", false],
  [["node", "${extensionPath}${/}dist${/}index.js"], "command:node dist/index.js", null, false],
];

test.each(LAUNCHES)("%j is %s", ([command = "", ...args], identity, version, isUnpinned) => {
  const { installations } = report("/home/ada/.cursor/mcp.json", {
    mcpServers: { a: { command, args } },
  });
  expect(installations[0]).toMatchObject({ identity, version });
  expect(installations[0]?.findings.some(({ rule }) => rule === "unpinned")).toBe(isUnpinned);
  const launch = redactLaunch({ transport: "stdio", command, args, env: [], headers: [] }, { home: "/h" });
  expect(identifyLaunch(launch).pinned).toBe(version !== null);
});

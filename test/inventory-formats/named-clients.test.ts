import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { userFiles } from "#app/domain/inventory/client-paths.ts";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { type ScanEntry, type ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { reportOf } from "./raw-launches.ts";

const HOME = "/home/ada";
const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

function read(file: string, text: string): ScanFile {
  const files = readClientFile({ path: file, text, home: HOME });
  expect(ScanReport.safeParse(reportOf(files)).error?.issues ?? []).toEqual([]);
  expect(findUnredacted(reportOf(files))).toEqual([]);
  expect(JSON.stringify(files)).not.toContain(TOKEN);
  return files[0];
}

function entry(file: ScanFile, name: string): ScanEntry {
  const found = file.entries.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name} among ${file.entries.map((one) => one.name)}.`);
  return found;
}

describe("Windsurf", () => {
  const file = read(
    `${HOME}/.codeium/windsurf/mcp_config.json`,
    JSON.stringify({
      mcpServers: {
        local: { command: "npx", args: ["-y", "pkg@1.0.0"], env: { API_TOKEN: TOKEN }, disabled: true },
        remote: { serverUrl: "https://h.example/mcp", headers: { Authorization: `Bearer ${TOKEN}` } },
        plain: { url: "https://other.example/sse" },
      },
    }),
  );
  test("reads serverUrl as the address, beside url, and keeps what is switched off as such", () => {
    expect(file).toMatchObject({ client: "windsurf", scope: "user", outcome: "found" });
    expect(file.problem).toBeUndefined();
    expect(entry(file, "remote").launch).toMatchObject({ transport: "http", url: "https://h.example/mcp" });
    expect(entry(file, "plain").launch.transport).toBe("sse");
    expect(entry(file, "local").enabled).toBe(false);
  });
});

describe("Zed", () => {
  const text = `// my settings
{
  "theme": "One Dark",
  "context_servers": {
    "new": { "source": "custom", "command": "uvx", "args": ["server==1.0"], "env": { "TOKEN": "${TOKEN}" }, "enabled": false },
    "old": { "command": { "path": "npx", "args": ["-y", "pkg@2.0.0"], "env": { "A_TOKEN": "${TOKEN}" } }, "settings": {} },
    "remote": { "source": "custom", "url": "https://h.example/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" }, },
    "extension": { "source": "extension", "settings": { "token": "${TOKEN}" } },
  },
}`;
  test("reads servers among all settings, in the shape of today and the older one", () => {
    const file = read(`${HOME}/.config/zed/settings.json`, text);
    expect(file).toMatchObject({ client: "zed", scope: "user", outcome: "found" });
    expect(file.entries.map((one) => one.name)).toEqual(["new", "old", "remote"]);
    expect(identifyLaunch(entry(file, "old").launch)).toMatchObject({
      identity: "npm:pkg",
      release: "2.0.0",
    });
    expect(entry(file, "new").enabled).toBe(false);
    expect(entry(file, "old").launch.env.map((one) => one.name)).toEqual(["A_TOKEN"]);
  });
  test("says that nobody can see what an extension starts, with the line", () => {
    const { problem } = read("/srv/app/.zed/settings.json", text);
    expect(problem?.sentence).toMatch(/line 8.*an extension of Zed starts this server/);
  });
  test("a settings file without servers holds none", () => {
    expect(read(`${HOME}/.config/zed/settings.json`, '{ "theme": "One" }').outcome).toBe("none");
  });
});

describe("Gemini CLI", () => {
  const servers = {
    both: { httpUrl: "https://h.example/mcp", url: "https://h.example/sse", command: "npx" },
    sse: { url: "https://h.example/events" },
    typed: { url: "https://h.example/typed", type: "http" },
    local: { command: "node", args: ["server.js"], cwd: `${HOME}/dev`, trust: true, timeout: 5 },
  };
  test("httpUrl wins over url, url over command, and url alone is SSE", () => {
    const file = read(`${HOME}/.gemini/settings.json`, JSON.stringify({ mcpServers: servers }));
    expect(file).toMatchObject({ client: "gemini-cli", scope: "user", outcome: "found" });
    expect(file.problem).toBeUndefined();
    expect(entry(file, "both").launch).toMatchObject({ transport: "http", url: "https://h.example/mcp" });
    expect(entry(file, "sse").launch.transport).toBe("sse");
    expect(entry(file, "typed").launch.transport).toBe("http");
    expect(entry(file, "local").launch.cwd).toBe("~/dev");
  });
  test("what mcp.excluded names, or mcp.allowed leaves out, is switched off", () => {
    const settings = { mcpServers: servers, mcp: { excluded: ["sse"], allowed: ["sse", "both"] } };
    const file = read("/srv/app/.gemini/settings.json", JSON.stringify(settings));
    expect(file.scope).toBe("project");
    const on = file.entries.filter((one) => one.enabled).map((one) => one.name);
    expect(on).toEqual(["both"]);
  });
});

describe("Codex", () => {
  const text = `model = "o4-mini"

[mcp_servers.github]
command = "npx"
args = ["-y", "@scope/github@1.2.0"]
env = { GITHUB_TOKEN = "${TOKEN}" }
env_vars = ["GITHUB_HOST", { name = "PROXY" }]
startup_timeout_sec = 20

[mcp_servers.remote]
url = "https://h.example/mcp"
bearer_token_env_var = "REMOTE_TOKEN"
http_headers = { X-Team = "core" }
env_http_headers = { X-Api-Key = "API_KEY" }
enabled = false

[mcp_servers."with space"]
command = "uvx"
args = ['tool==1.0']
[mcp_servers."with space".env]
MODE = 'fast'
`;
  test("tables, inline tables and quoted names are read, named variables become references", () => {
    const file = read(`${HOME}/.codex/config.toml`, text);
    expect(file).toMatchObject({ client: "codex", scope: "user", outcome: "found" });
    expect(file.problem).toBeUndefined();
    const github = entry(file, "github").launch;
    expect(identifyLaunch(github)).toMatchObject({ identity: "npm:@scope/github", release: "1.2.0" });
    expect(Object.fromEntries(github.env.map(({ name, value }) => [name, value.kind]))).toMatchObject({
      GITHUB_TOKEN: "secret",
      GITHUB_HOST: "reference",
      PROXY: "reference",
    });
    const remote = entry(file, "remote");
    expect(remote.enabled).toBe(false);
    expect(remote.launch.headers.map((one) => one.name).sort()).toEqual([
      "Authorization",
      "X-Api-Key",
      "X-Team",
    ]);
    expect(entry(file, "with space").launch.env.map((one) => one.name)).toEqual(["MODE"]);
  });
  test("a broken file is could not look, with line and column, and quotes nothing", () => {
    const file = read("/srv/app/.codex/config.toml", `[mcp_servers.a]\ncommand = "npx"\nargs = ["${TOKEN}\n`);
    expect(file).toMatchObject({ client: "codex", scope: "project", outcome: "could_not_look" });
    expect(file.problem?.sentence).toMatch(
      /^\/srv\/app\/\.codex\/config\.toml, line \d+, column \d+: valid TOML was expected\./,
    );
  });
  test("the same key twice, a table that is no table, nothing at all and a byte order mark", () => {
    expect(read("x.toml", "[mcp_servers.a]\ncommand='x'\ncommand='y'\n").outcome).toBe("could_not_look");
    expect(read("x.toml", "mcp_servers = 3\n").outcome).toBe("could_not_look");
    expect(read(`${HOME}/.codex/config.toml`, "").outcome).toBe("none");
    expect(read("x.toml", "\ufeff[mcp_servers.a]\r\ncommand='x'\r\n").outcome).toBe("found");
    expect(read("x.toml", `a=${"[".repeat(5_000)}`).outcome).toBe("could_not_look");
  });
  test("pasted text is known by its first table of servers", () => {
    expect(read("pasted.txt", text).client).toBe("codex");
  });
});

test.each(["darwin", "linux", "win32"] as const)(
  "each of the four has a file of the person's own on %s",
  (platform) => {
    const clients = userFiles({ platform, home: "/home/ada" }).map((file) => file.client);
    expect(clients).toEqual(expect.arrayContaining(["windsurf", "zed", "gemini-cli", "codex"]));
  },
);

const DATA = path.resolve(import.meta.dirname, "../../../shared/data/client-configs/fixtures");

if (existsSync(DATA)) {
  test("files of Zed and Gemini CLI from other projects are read whole", () => {
    // the one that is left out holds a server without anything in it
    const files = readdirSync(DATA).filter((name) => /zed|gemini/.test(name) && !name.includes("add_del"));
    expect(files.length).toBeGreaterThan(2);
    for (const name of files) {
      const client = name.includes("zed") ? ("zed" as const) : ("gemini-cli" as const);
      const [file] = readClientFile({
        client,
        path: name,
        text: readFileSync(path.join(DATA, name), "utf8"),
      });
      expect([name, file.outcome]).toEqual([name, expect.stringMatching(/^(found|none)$/)]);
      expect(file.problem, name).toBeUndefined();
    }
  });
}

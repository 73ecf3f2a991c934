import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { type ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { absentFile, makeScanReport, unreadableFile } from "#app/domain/inventory/scan-report.ts";
import { reportOf } from "./raw-launches.ts";

const HOME = "/home/ada";

function read(file: string, text: string): [ScanFile, ...ScanFile[]] {
  const files = readClientFile({ path: file, text, home: HOME });
  expect(ScanReport.safeParse(reportOf(files)).error?.issues ?? []).toEqual([]);
  expect(findUnredacted(reportOf(files))).toEqual([]);
  return files;
}

function names(file: ScanFile): string[] {
  return file.entries.map((entry) => entry.name);
}

const ONE = { a: { command: "npx", args: ["-y", "pkg@1.0.0"] } };

const PLACES: [file: string, text: unknown, client: string, scope: string][] = [
  [`${HOME}/.cursor/mcp.json`, { mcpServers: ONE }, "cursor", "user"],
  ["/srv/app/.cursor/mcp.json", { mcpServers: ONE }, "cursor", "project"],
  [
    `${HOME}/Library/Application Support/Claude/claude_desktop_config.json`,
    { mcpServers: ONE },
    "claude-desktop",
    "user",
  ],
  [
    "C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
    { mcpServers: ONE },
    "claude-desktop",
    "user",
  ],
  [`${HOME}/.claude.json`, { mcpServers: ONE }, "claude-code", "user"],
  ["/srv/app/.mcp.json", { mcpServers: ONE }, "claude-code", "project"],
  [`${HOME}/.config/Code/User/mcp.json`, { servers: ONE }, "vscode", "user"],
  ["C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json", { servers: ONE }, "vscode", "user"],
  [`${HOME}/.config/Code/User/settings.json`, { mcp: { servers: ONE } }, "vscode", "user"],
  [`${HOME}/.config/Code/User/settings.json`, { "mcp.servers": ONE }, "vscode", "user"],
  ["/srv/app/.vscode/mcp.json", { servers: ONE, inputs: [] }, "vscode", "project"],
  ["pasted.json", { servers: ONE }, "vscode", "user"],
  ["pasted.json", { mcpServers: ONE, projects: {} }, "claude-code", "user"],
];

describe("the client and the scope are known from path and keys", () => {
  test.each(PLACES)("%s %j", (file, text, client, scope) => {
    const [own] = read(file, JSON.stringify(text));
    expect(own).toMatchObject({ client, scope, outcome: "found" });
    expect(names(own)).toEqual(["a"]);
    expect(own.path).not.toMatch(/ada/);
  });
});

test("a caller may say which client a file belongs to", () => {
  const [file] = readClientFile({
    client: "claude-desktop",
    path: "x.json",
    text: JSON.stringify({ mcpServers: ONE }),
  });
  expect(file).toMatchObject({ client: "claude-desktop", outcome: "found" });
});

test("one file of Claude Code holds the user's servers and those of each project", () => {
  const text = JSON.stringify({
    mcpServers: ONE,
    projects: {
      "/home/ada/dev/app": { mcpServers: { b: { url: "https://h.example/mcp", type: "http" } } },
      "/srv/x": { mcpServers: {} },
    },
  });
  const files = read(`${HOME}/.claude.json`, text);
  expect(files.map(({ scope, path: shown, outcome }) => [scope, shown, outcome])).toEqual([
    ["user", "~/.claude.json", "found"],
    ["local", "~/.claude.json#~/dev/app", "found"],
    ["local", "~/.claude.json#/srv/x", "none"],
  ]);
});

test("comments, trailing commas, tabs and a byte order mark are read", () => {
  const text =
    '\ufeff{\n\t// ours\n\t"mcpServers": { "a": { "command": "npx", /* x */ "args": ["pkg",], }, },\n}\n';
  expect(names(read(".cursor/mcp.json", text)[0])).toEqual(["a"]);
});

test("transport, switched-off servers, working folder and nested transport are read", () => {
  const servers = {
    http: { type: "streamable-http", url: "https://h.example/mcp" },
    sse: { url: "https://h.example/sse" },
    nested: { url: "https://h.example/x", transport: { type: "sse" } },
    off: { command: "x", disabled: true },
    off2: { command: "x", enabled: false },
    folder: { command: "x", cwd: "/home/ada/dev" },
  };
  const [file] = read(".mcp.json", JSON.stringify({ mcpServers: servers }));
  const of = (name: string) => file.entries.find((entry) => entry.name === name);
  expect(of("http")?.launch.transport).toBe("http");
  expect(of("sse")?.launch.transport).toBe("sse");
  expect(of("nested")?.launch.transport).toBe("sse");
  expect([of("off")?.enabled, of("off2")?.enabled, of("http")?.enabled]).toEqual([false, false, true]);
  expect(of("folder")?.launch.cwd).toBe("~/dev");
});

const NONE: [text: string][] = [
  [""],
  ["  \n"],
  ["{}"],
  ['{"mcpServers":{}}'],
  ['{"theme":"dark"}'],
  ["// nothing\n{}"],
];

test.each(NONE)("a file without servers is a valid answer: %j", (text) => {
  expect(read(".cursor/mcp.json", text)[0]).toMatchObject({ outcome: "none", entries: [] });
});

test("the key of another client is no server here, and the sentence says so", () => {
  const [file] = read(".cursor/mcp.json", JSON.stringify({ servers: ONE }));
  expect(file).toMatchObject({ client: "cursor", outcome: "none" });
  expect(file.problem?.sentence).toBe(
    '.cursor/mcp.json, key servers: Cursor reads "mcpServers", this file has "servers" instead.',
  );
});

const BROKEN: [name: string, text: string, sentence: string][] = [
  [
    "a missing comma",
    '{\n  "mcpServers": {\n    "a": { "command": "x" "args": [] }\n  }\n}',
    ".cursor/mcp.json, line 3, column 27, key mcpServers.a.args: a comma was expected between two values.",
  ],
  [
    "a missing brace",
    '{"mcpServers": {"a": {"command": "x"}}',
    ".cursor/mcp.json, line 1, column 39, key mcpServers: a closing } was expected.",
  ],
  ["a missing colon", '{"mcpServers" {}}', "a colon was expected after the key"],
  ["an open text", '{"mcpServers": {"a": {"command": "x}}}', "a closing double quote was expected"],
  [
    "a wrong escape",
    '{"mcpServers": {"a": {"command": "C:\\dev"}}}',
    "a valid escape was expected after the backslash",
  ],
  ["no JSON at all", "token=hunter2secret", "was expected"],
  [
    "a list at the top",
    "[]",
    ".cursor/mcp.json, line 1, column 1: an object was expected at the top of the file, a list was found.",
  ],
  [
    "a list of servers",
    '{"mcpServers": []}',
    ".cursor/mcp.json, line 1, column 16, key mcpServers: an object of servers was expected, a list was found.",
  ],
  [
    "an entry that is a text",
    '{"mcpServers": {"a": "npx"}}',
    'key mcpServers.a: an object with "command" or "url" was expected, text was found.',
  ],
  [
    "an entry with neither",
    '{"mcpServers": {"a": {}}}',
    'key mcpServers.a: either "command" or "url" was expected, neither was found.',
  ],
  [
    "a command that is a number",
    '{"mcpServers": {"a": {"command": 7}}}',
    "key mcpServers.a.command: text was expected, a number was found.",
  ],
];

describe("what cannot be read is said with file, line, column, key and what was expected", () => {
  test.each(BROKEN)("%s", (_name, text, sentence) => {
    const [file] = read(".cursor/mcp.json", text);
    expect(file).toMatchObject({ outcome: "could_not_look", entries: [] });
    expect(file.problem?.sentence).toContain(sentence);
    expect(JSON.stringify(file)).not.toContain("hunter2");
  });
});

test("a wrong entry does not lose the others, and the count of problems is told", () => {
  const servers = {
    a: { command: "x" },
    b: 7,
    c: { command: "y", args: "z" },
    d: { command: "x", url: "https://h.example" },
  };
  const [file] = read(".cursor/mcp.json", JSON.stringify({ mcpServers: servers }));
  expect(names(file)).toEqual(["a", "c", "d"]);
  expect(file.outcome).toBe("found");
  expect(file.problem?.key).toBe("mcpServers.b");
  expect(file.problem?.sentence).toMatch(/2 more problems in this file\.$/);
});

test("of a repeated name the last one is read, as clients do, and the file says so", () => {
  const [file] = read(".cursor/mcp.json", '{"mcpServers":{"a":{"command":"one"},"a":{"command":"two"}}}');
  expect(file.entries.map((entry) => entry.launch.command)).toEqual(["two"]);
  expect(file.problem?.sentence).toContain(
    "key mcpServers.a: the name stands here more than once; the last one is read",
  );
});

test("keys of the language are names like any other", () => {
  const text =
    '{"mcpServers":{"__proto__":{"command":"x"},"constructor":{"command":"y"},"toString":{"command":"z","type":"constructor"}}}';
  const [file] = read(".cursor/mcp.json", text);
  expect(names(file)).toEqual(["__proto__", "constructor", "toString"]);
  expect(Object.hasOwn(Object.prototype, "command")).toBe(false);
});

test("invisible and reordering characters in names are written out", () => {
  const text = JSON.stringify({
    mcpServers: { "a\u202eb\u0000c": { command: "x" }, "": { command: "y" }, "a\u200b": { command: "z" } },
  });
  expect(names(read(".cursor/mcp.json", text)[0])).toEqual(["aU+202EbU+0000c", "(empty)", "aU+200B"]);
});

test("a file of 50 MB is not read, and the sentence says what was expected", () => {
  const [file] = read(".cursor/mcp.json", " ".repeat(50 * 1024 * 1024));
  expect(file).toMatchObject({ outcome: "could_not_look" });
  expect(file.problem?.sentence).toBe(
    ".cursor/mcp.json: the file is too large to read: at most 2 MiB was expected.",
  );
});

test("the state of Claude Code is read although it is large", () => {
  const history = Array.from({ length: 60_000 }, (_, index) => ({
    display: `question ${index} of many`,
    pasted: {},
  }));
  const text = JSON.stringify({ projects: { "/srv/x": { history, mcpServers: ONE } } });
  expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
  expect(read(`${HOME}/.claude.json`, text).map((file) => file.outcome)).toEqual(["none", "found"]);
});

test("a hundred thousand levels of nesting end in a sentence", () => {
  for (const text of ["[".repeat(100_000), '{"a":'.repeat(100_000), `{"mcpServers":${"[".repeat(64)}`]) {
    const [file] = read(".cursor/mcp.json", text);
    expect(file.outcome).toBe("could_not_look");
    expect(file.problem?.sentence).toContain("values are nested deeper than 64 levels");
  }
});

test("10,000 entries are read, more are counted", () => {
  const servers = Object.fromEntries(
    Array.from({ length: 10_400 }, (_, index) => [
      `server-${index}`,
      { command: "npx", args: ["-y", `pkg-${index}@1.0.0`] },
    ]),
  );
  const [file] = read(".cursor/mcp.json", JSON.stringify({ mcpServers: servers }));
  expect(file.entries).toHaveLength(10_000);
  expect(file.problem?.sentence).toContain("10400 entries stand here, the first 10000 were read");
});

test("10,000 names that look the same once secrets are cut are told apart, in time", () => {
  const servers = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `ghp_aB3dE5gH7jK9aB3dE5gH${String(index).padStart(8, "0")}`,
      { command: "x" },
    ]),
  );
  const [file] = read(".cursor/mcp.json", JSON.stringify({ mcpServers: servers }));
  expect(new Set(file.entries.map(({ name }) => name)).size).toBe(10_000);
  expect(file.entries.at(-1)?.name).toBe("••• (10000)");
});

test("a report keeps within its limits and says what found no room", () => {
  const servers = Object.fromEntries(
    Array.from({ length: 6_000 }, (_, index) => [`s${index}`, { command: "x" }]),
  );
  const text = JSON.stringify({ mcpServers: servers });
  const files = [".cursor/mcp.json", "b/.cursor/mcp.json"].flatMap((file) =>
    readClientFile({ path: file, text }),
  );
  const report = makeScanReport(files, { reportId: crypto.randomUUID(), collectorVersion: "test" });
  expect(ScanReport.safeParse(report).success).toBe(true);
  expect(report.files.map((file) => file.outcome)).toEqual(["found", "could_not_look"]);
});

test("a file that cannot be read is never called empty", () => {
  const place = { client: "cursor", scope: "user", path: "/home/ada/.cursor/mcp.json" } as const;
  expect(unreadableFile(place, "this person may not read the file")).toMatchObject({
    path: "~/.cursor/mcp.json",
    outcome: "could_not_look",
    problem: { sentence: "~/.cursor/mcp.json: this person may not read the file" },
  });
  expect(absentFile(place)).toMatchObject({ outcome: "none" });
});

const DATA = path.resolve(import.meta.dirname, "../../../shared/data/client-configs");
const FILES = ["real", "fixtures"].flatMap((folder) =>
  existsSync(path.join(DATA, folder))
    ? readdirSync(path.join(DATA, folder)).map((file) => path.join(folder, file))
    : [],
);

test("files of public projects are read: every entry has an identity, nothing is unredacted", () => {
  for (const name of FILES.filter((file) => /cursor|claude|vscode|__\.mcp\.json/.test(file))) {
    const client = /vscode/.test(name)
      ? "vscode"
      : /cursor/.test(name)
        ? "cursor"
        : /claude/.test(name)
          ? "claude-desktop"
          : "claude-code";
    const text = readFileSync(path.join(DATA, name), "utf8");
    const files = readClientFile({ client, path: name, text });
    expect(findUnredacted(reportOf(files)), name).toEqual([]);
    // Two fixtures hold one entry that is empty, which no client can start.
    expect(files[0].outcome, name).toBe(/append_original/.test(name) ? "could_not_look" : "found");
    for (const { launch } of files[0].entries)
      expect(identifyLaunch(launch).identity, name).toMatch(/^(?:npm|pypi|oci|remote|command):\S/);
  }
});

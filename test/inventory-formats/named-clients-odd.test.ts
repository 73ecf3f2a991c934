import { describe, expect, test } from "vitest";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { type ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { reportOf } from "./raw-launches.ts";

const HOME = "/home/ada";
const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

/** A file of each of the four, as broken as `write` makes it. */
const PLACES = {
  windsurf: { path: `${HOME}/.codeium/windsurf/mcp_config.json`, key: "mcpServers" },
  zed: { path: `${HOME}/.config/zed/settings.json`, key: "context_servers" },
  "gemini-cli": { path: `${HOME}/.gemini/settings.json`, key: "mcpServers" },
} as const;
const CODEX = `${HOME}/.codex/config.toml`;

function read(path: string, text: string): ScanFile {
  const files = readClientFile({ path, text, home: HOME });
  expect(ScanReport.safeParse(reportOf(files)).error?.issues ?? []).toEqual([]);
  expect(findUnredacted(reportOf(files))).toEqual([]);
  expect(JSON.stringify(files)).not.toContain(TOKEN);
  return files[0];
}

describe.each(Object.entries(PLACES))("a file of %s", (client, { path, key }) => {
  test("that breaks off is could not look, with its place, and quotes nothing", () => {
    const file = read(path, `{ "${key}": { "a": { "command": "npx", "env": { "T": "${TOKEN}" `);
    expect(file).toMatchObject({ client, outcome: "could_not_look" });
    expect(file.problem?.sentence).toMatch(/line \d+, column \d+/);
  });

  test("with a byte order mark, comments and a comma too many is read whole", () => {
    const file = read(
      path,
      `\ufeff// mine\n{ "${key}": { "a": { "command": "uvx", /* b */ "args": ["s",], }, }, }`,
    );
    expect(file).toMatchObject({ client, outcome: "found" });
    expect(file.problem).toBeUndefined();
  });

  test("with a server twice reads the last one and says so", () => {
    const twice = `"a": { "command": "x", "env": { "T": "${TOKEN}" } }, "a": { "command": "y" }`;
    const file = read(path, `{ "${key}": { ${twice} } }`);
    expect(file.entries.map((entry) => entry.launch.command)).toEqual(["y"]);
    expect(file.problem?.sentence).toContain("more than once");
  });

  test("with keys nobody knows is read without them, and their names are kept as notes", () => {
    const odd = { command: "npx", args: ["pkg"], mood: ["x"], colour: true, secretNote: TOKEN };
    const file = read(path, JSON.stringify({ [key]: { a: odd }, other: { token: TOKEN } }));
    expect(file.entries).toHaveLength(1);
    expect(JSON.stringify(file.entries)).not.toContain("secretNote");
    expect(file.notes).toEqual(
      expect.arrayContaining(
        ["mood", "colour", "secretNote"].map((name) => expect.stringContaining(`“${name}”`)),
      ),
    );
  });

  test("with servers that are none says for each what was expected", () => {
    const servers = { a: 3, b: null, c: [], d: {}, e: { command: [3] } };
    const file = read(path, JSON.stringify({ [key]: servers }));
    expect(file).toMatchObject({ outcome: "could_not_look", entries: [] });
    expect(file.problem?.sentence).toContain("expected");
  });
});

test("Gemini CLI's variables without braces are references, not secrets", () => {
  const env = { API_TOKEN: "$MY_TOKEN", OTHER_TOKEN: "${OTHER}" };
  const file = read(PLACES["gemini-cli"].path, JSON.stringify({ mcpServers: { a: { command: "x", env } } }));
  expect(file.entries[0]?.launch.env.map(({ value }) => value.kind)).toEqual(["reference", "reference"]);
});

describe("a file of Codex", () => {
  test("that is far too large, or nested without end, is not read and ends in a sentence", () => {
    const large = `[mcp_servers.a]\ncommand = "npx"\n# ${TOKEN} ${"x".repeat(20_000_000)}`;
    expect(read(CODEX, large)).toMatchObject({ client: "codex", outcome: "could_not_look" });
    const deep = `[mcp_servers.a]\nargs = ${"[".repeat(100_000)}`;
    expect(read(CODEX, deep).outcome).toBe("could_not_look");
  });

  test("with both an address and a command says that only one is read", () => {
    const file = read(CODEX, `[mcp_servers.a]\ncommand = "npx"\nurl = "https://h.example/mcp"\n`);
    expect(file.problem?.sentence).toContain('either "command" or "url"');
  });

  test("with names that would reach into objects is only a file with odd names", () => {
    const file = read(
      CODEX,
      `[mcp_servers.__proto__]\ncommand = "x"\n[mcp_servers.constructor]\ncommand = "y"\n`,
    );
    expect(file.entries.map((entry) => entry.name).sort()).toEqual(["__proto__", "constructor"]);
    expect(Object.hasOwn(Object.prototype, "command")).toBe(false);
  });

  test("with servers as a list of tables, dates and big numbers is could not look or faults, never a crash", () => {
    expect(read(CODEX, `[[mcp_servers]]\ncommand = "x"\n`).outcome).toBe("could_not_look");
    const odd = `[mcp_servers.a]\ncommand = "x"\nargs = [1979-05-27, 9007199254740993, 1.5, true]\nenv = { N = 3 }\n`;
    expect(read(CODEX, odd).outcome).toBe("found");
  });
});

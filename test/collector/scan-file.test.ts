import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FileReport } from "#app/domain/inventory/file-report.ts";
import { type CommandLine, makeCommandLine } from "./command-line.ts";

const TOKEN = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
const FILE = {
  mcpServers: {
    github: { command: "npx", args: ["-y", "gh@1.0.0", "--token", TOKEN], env: { GITHUB_TOKEN: TOKEN } },
  },
};

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let line: CommandLine;
beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

async function scanned(name: string, content: string | Uint8Array, ...more: string[]) {
  const file = path.join(line.folder, "files", name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return line.run(["scan", "--file", file, ...more]);
}

describe("scan --file --json", () => {
  test("prints the stable shape and nothing else, on a machine that was never enrolled", async () => {
    const { code, out, err } = await scanned("mcp.json", JSON.stringify(FILE), "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(FileReport.parse(JSON.parse(out))).toMatchObject({
      client: "cursor",
      scope: "user",
      installations: [
        {
          name: "github",
          identity: "npm:gh",
          version: "1.0.0",
          transport: "stdio",
          url: null,
          command: "npx",
          env: [{ key: "GITHUB_TOKEN", kind: "secret" }],
          headers: [],
          disabled: false,
        },
      ],
    });
    expect(out).toContain('"literal-secret"');
    expect(out).not.toContain(TOKEN);
  });

  test("a client may be named as people call it, and overrides the guess", async () => {
    const { out } = await scanned("mcp.json", JSON.stringify(FILE), "--json", "--client", "Claude Desktop");
    expect(JSON.parse(out)).toMatchObject({ client: "claude-desktop", notes: [] });
    const refused = await scanned("mcp.json", JSON.stringify(FILE), "--json", "--client", "notepad");
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: "" });
  });

  test("UTF-16, as Windows writes it with a mark and without, is read like UTF-8", async () => {
    const text = JSON.stringify(FILE);
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
    const files = [marked, Buffer.concat([Buffer.from([0xfe, 0xff]), big]), little, big];
    for (const bytes of files) {
      const { code, out } = await scanned("mcp.json", bytes, "--json");
      expect(code).toBe(0);
      expect(JSON.parse(out).installations).toHaveLength(1);
    }
  });
});

describe("how scan --file ends", () => {
  test.each([
    ["broken.json", `{ "mcpServers": { "a": "${TOKEN}`, 8],
    ["list.json", "[]", 8],
    ["empty.json", "", 9],
    ["package.json", '{ "name": "x" }', 9],
    ["empty/.cursor/mcp.json", "{}", 0],
    ["none.json", '{ "mcpServers": {} }', 0],
  ])("%s", async (name, text, expected) => {
    const { code, out } = await scanned(name, text, "--json");
    expect(code).toBe(expected);
    expect(FileReport.parse(JSON.parse(out)).installations).toEqual([]);
    expect(out).not.toContain(TOKEN);
  });

  test("with 8 for a file that is not there, is a folder, or may not be read, in the same shape", async () => {
    const closed = path.join(line.folder, "closed.json");
    await writeFile(closed, "{}");
    await chmod(closed, 0o000);
    const files = [path.join(line.folder, "absent.json"), line.folder];
    // an administrator reads every file
    if (process.getuid?.() !== 0) files.push(closed);
    for (const file of files) {
      const { code, out } = await line.run(["scan", "--file", file, "--json"]);
      expect(code).toBe(8);
      expect(JSON.parse(out)).toEqual({
        client: null,
        scope: null,
        installations: [],
        notes: [expect.stringContaining("The file was not read")],
      });
    }
  });

  test("with 10 only when asked to and when a finding is as bad", async () => {
    const unpinned = JSON.stringify({ mcpServers: { a: { command: "npx", args: ["x"] } } });
    expect((await scanned("mcp.json", unpinned, "--json")).code).toBe(0);
    expect((await scanned("mcp.json", unpinned, "--json", "--fail-on", "medium")).code).toBe(10);
    expect((await scanned("mcp.json", unpinned, "--json", "--fail-on", "critical")).code).toBe(0);
    expect((await scanned("mcp.json", unpinned, "--fail-on", "some")).code).toBe(2);
    expect((await line.run(["scan", "--client", "cursor", "--dry-run"])).code).toBe(2);
  });

  test("without --json it says the same in words", async () => {
    const { code, out } = await scanned("mcp.json", JSON.stringify(FILE));
    expect(code).toBe(0);
    expect(out).toContain("github: npm:gh at 1.0.0");
    expect(out).toContain("GITHUB_TOKEN (a secret: its value stays here)");
    expect(out).not.toContain(TOKEN);
  });
});

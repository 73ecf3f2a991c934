import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type CommandLine, makeCommandLine } from "#test/collector/command-line.ts";

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let line: CommandLine;
beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

const SIGNS = "\u001b]0;x\u0007\u001b[2J\u009b31m\u202e\u200b\u2066\r";

test("no sign for the terminal and no sign that turns text around comes out of a file, its names or its place", async () => {
  const folder = path.join(line.folder, `work${SIGNS.replace(/\r/g, "")}`);
  await mkdir(folder, { recursive: true });
  const servers = {
    [`name${SIGNS}`]: {
      command: `npx${SIGNS}`,
      args: [`-y`, `pkg${SIGNS}`, `--flag${SIGNS}=x`, SIGNS],
      env: { [`KEY${SIGNS}`]: `\${VALUE${SIGNS}}`, PLAIN: SIGNS },
      [`odd${SIGNS}`]: SIGNS,
    },
    remote: {
      url: `https://host.example/${SIGNS}?a${SIGNS}=b#${SIGNS}`,
      headers: { [`X-${SIGNS}`]: `Bearer \${T${SIGNS}}` },
      alwaysAllow: [`tool${SIGNS}`],
    },
    broken: { [`unknown${SIGNS}`]: 1 },
  };
  const files = {
    ".mcp.json": JSON.stringify({ mcpServers: servers, [`more${SIGNS}`]: {} }),
    "broken.json": `{"mcpServers": {"a${SIGNS}": ${SIGNS}`,
    "config.toml": `[mcp_servers."x${SIGNS.replace(/\r/g, "")}"]\ncommand = ${SIGNS}`,
    "config.yaml": `extensions:\n  "a${SIGNS.replace(/\r/g, "")}":\n    cmd: *${SIGNS}`,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await writeFile(file, text);
    for (const more of [[], ["--json"]]) {
      const { out, err } = await line.run(["scan", "--file", file, ...more]);
      // a line ends with a line feed, and nothing else of these may stand there
      expect((out + err).replaceAll("\n", ""), `${name} ${more}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
  }
  const found = await line.run(["scan", "--dry-run"], { cwd: folder });
  expect((found.out + found.err).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(found.out).toContain("2 servers");
});

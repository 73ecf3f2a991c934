import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { canonicalTool } from "#app/domain/catalog/canonical-tool.ts";
import { Manifest, type ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { toolPermissions } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { type CommandLine, makeCommandLine, makeCounterpart } from "./command-line.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const classOf = (tool: ManifestTool) => toolPermissions(tool).class;

let line: CommandLine;

beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

async function manifestOf(name: string, ...more: string[]): Promise<Manifest> {
  const { code, out, err } = await line.run(
    ["probe", `npm:${name}`, "--from", REPOSITORY, "--json", ...more],
    {
      env: { SLACK_BOT_TOKEN: "xoxb-dummy", SLACK_TEAM_ID: "T1" },
    },
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return Manifest.parse(JSON.parse(out));
}

/** A package of our own with this script as its program, installed in a folder. */
async function installed(name: string, script: string, bin: unknown = "server.mjs"): Promise<string> {
  const folder = path.join(line.folder, name);
  const root = path.join(folder, "node_modules", name);
  await mkdir(root, { recursive: true });
  await writeFile(path.join(root, "package.json"), JSON.stringify({ name, version: "0.0.1", bin }));
  await writeFile(path.join(root, "server.mjs"), script);
  return folder;
}

/** A server of a few lines that answers `initialize` and lists what `tools` (a JavaScript expression) gives. */
function serverWith(tools: string, before = ""): string {
  return `${before}
import { createInterface } from "node:readline";

for await (const text of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(text);
  const say = (answer) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, ...answer }) + "\\n");
  if (method === "initialize")
    say({ result: { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "ours", version: "1" } } });
  else if (method === "tools/list") say({ result: { tools: ${tools} } });
  else if (id !== undefined) say({ error: { code: -32601, message: "no" } });
}`;
}

const TOOL = (fields: string) => `{ name: "t", inputSchema: { type: "object" }, ${fields} }`;

describe("probe of a server from npm", () => {
  test("an annotated server: its tools, release and protocol", async () => {
    const manifest = await manifestOf("@modelcontextprotocol/server-memory");
    expect(manifest).toMatchObject({
      identity: "npm:@modelcontextprotocol/server-memory",
      observedBy: "probe",
    });
    const { version } = JSON.parse(
      await readFile(
        path.join(REPOSITORY, "node_modules/@modelcontextprotocol/server-memory/package.json"),
        "utf8",
      ),
    );
    expect(manifest.release).toBe(version);
    expect(manifest.tools).toHaveLength(9);
    expect(new Set(manifest.tools.map(classOf))).toEqual(new Set(["read", "write", "destructive"]));
  });

  test("a server without annotations: nothing is declared", async () => {
    const manifest = await manifestOf(
      "@modelcontextprotocol/server-slack",
      "--env",
      "SLACK_BOT_TOKEN",
      "--env",
      "SLACK_TEAM_ID",
    );
    expect(manifest.tools).toHaveLength(8);
    expect(new Set(manifest.tools.map(classOf))).toEqual(new Set(["undeclared", "messages", "write"]));
  });

  test("a server that demands tokens ends with their names, in words and for programs", async () => {
    const { code, err } = await line.run([
      "probe",
      "npm:@modelcontextprotocol/server-slack",
      "--from",
      REPOSITORY,
    ]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: needs SLACK_BOT_TOKEN and SLACK_TEAM_ID.");
    expect(err).toContain("--placeholder SLACK_BOT_TOKEN");
    const asked = await line.run([
      "probe",
      "npm:@modelcontextprotocol/server-slack",
      "--from",
      REPOSITORY,
      "--json",
    ]);
    expect(JSON.parse(asked.out)).toEqual({
      identity: "npm:@modelcontextprotocol/server-slack",
      outcome: "could_not_look",
      reason: "needs SLACK_BOT_TOKEN and SLACK_TEAM_ID",
      needs: ["SLACK_BOT_TOKEN", "SLACK_TEAM_ID"],
    });
  });

  test("made-up values are enough for a server that only wants to see some", async () => {
    const placeholders = ["--placeholder", "SLACK_BOT_TOKEN", "--placeholder", "SLACK_TEAM_ID"];
    const { tools, protocolVersion } = await manifestOf(
      "@modelcontextprotocol/server-slack",
      ...placeholders,
    );
    expect([tools.length, protocolVersion]).toEqual([8, "2024-11-05"]);
  });

  const REAL: [name: string, protocol: string, tools: number, prompts: number, resources: number][] = [
    ["@modelcontextprotocol/server-filesystem", "2025-11-25", 14, 0, 0],
    ["@modelcontextprotocol/server-everything", "2025-11-25", 13, 4, 9],
    ["@modelcontextprotocol/server-github", "2024-11-05", 26, 0, 0],
    ["@playwright/mcp", "2025-11-25", 25, 0, 0],
    ["@upstash/context7-mcp", "2026-07-28", 2, 0, 0],
  ];
  test.each(REAL)("%s over protocol %s", async (name, protocol, tools, prompts, resources) => {
    const manifest = await manifestOf(name);
    expect(manifest.protocolVersion).toBe(protocol);
    expect([manifest.tools.length, manifest.prompts?.length, manifest.resources?.length]).toEqual([
      tools,
      prompts,
      resources,
    ]);
  });

  test("the same server twice gives the same canonical tools", async () => {
    const [one, two] = [
      await manifestOf("@modelcontextprotocol/server-memory"),
      await manifestOf("@modelcontextprotocol/server-memory"),
    ];
    expect(one.tools.map(canonicalTool)).toEqual(two.tools.map(canonicalTool));
  });
});

describe("a limited process", () => {
  test("sees nothing of the person's environment but what was named, and has a home of its own", async () => {
    const folder = await installed(
      "curious",
      serverWith(`[${TOOL("description: JSON.stringify(process.env)")}]`),
    );
    const { out } = await line.run(["probe", "npm:curious", "--from", folder, "--json", "--env", "WANTED"], {
      env: { WANTED: "yes", AWS_SECRET_ACCESS_KEY: "not-for-servers" },
    });
    const seen = JSON.parse(Manifest.parse(JSON.parse(out)).tools[0]?.description ?? "");
    expect(seen).toMatchObject({ WANTED: "yes", HOME: "(its folder)/home" });
    expect(seen).not.toHaveProperty("AWS_SECRET_ACCESS_KEY");
    expect(seen).not.toHaveProperty("CASTELLAN_HOME");
  });

  test("gives back neither the values it was given nor where it ran: shown, sent and the same each time", async () => {
    const said =
      'process.env.TOKEN + " " + encodeURIComponent(process.env.TOKEN) + " " + process.cwd() + " " + import.meta.dirname';
    const fields = `description: ${said}, inputSchema: { type: "object", properties: { [process.env.TOKEN]: { default: process.env.TOKEN } } }`;
    const folder = await installed("echoing", serverWith(`[${TOOL(fields)}]`));
    const args = ["probe", "npm:echoing", "--from", folder, "--json", "--env", "TOKEN"];
    const places = path.join(line.folder, "places");
    await mkdir(places);
    const env = { TOKEN: "s3cr3t/value+1", TMPDIR: places };
    const [one, two] = [await line.run(args, { env }), await line.run(args, { env })];
    expect(one.code).toBe(0);
    expect(one.out).toBe(two.out);
    expect(one.out).not.toMatch(/s3cr3t|castellan-probe-/);
    const [tool] = Manifest.parse(JSON.parse(one.out)).tools;
    expect(tool?.description).toBe(
      "(its value) (its value) (its folder)/home (its folder)/node_modules/echoing",
    );
    expect(await readdir(places)).toEqual([]);
    const shown = await line.run(
      args.filter((arg) => arg !== "--json"),
      { env },
    );
    expect(shown.out).not.toMatch(/s3cr3t|castellan-probe-/);
  });

  test("leaves nothing behind: what it started is ended with it", async () => {
    const mark = path.join(line.folder, "child.pid");
    const before = `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
writeFileSync(${JSON.stringify(mark)}, String(child.pid));`;
    const folder = await installed("parent", serverWith("[]", before));
    const { code } = await line.run(["probe", "npm:parent", "--from", folder]);
    expect(code).toBe(0);
    const pid = Number(await readFile(mark, "utf8"));
    await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false));
  });

  test("that never answers is ended in time", async () => {
    const folder = await installed("silent", "setInterval(() => {}, 1000);");
    const { code, err } = await line.run(["probe", "npm:silent", "--from", folder, "--timeout", "2"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it did not answer in time");
  });

  test("that floods its output is ended", async () => {
    const folder = await installed(
      "loud",
      'const line = "x".repeat(1 << 20); setInterval(() => process.stdout.write(line), 1);',
    );
    const { code, err } = await line.run(["probe", "npm:loud", "--from", folder, "--timeout", "20"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it writes more than 32 MB");
  });

  test("that floods its standard error is ended", async () => {
    const folder = await installed(
      "shouting",
      'const line = "x".repeat(1 << 20); setInterval(() => process.stderr.write(line), 1);',
    );
    const { code, err } = await line.run(["probe", "npm:shouting", "--from", folder, "--timeout", "20"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it floods its standard error");
    expect(err.length).toBeLessThan(1_000);
  });

  test("that forks out of its process group is followed and ended", async () => {
    const mark = path.join(line.folder, "strays.txt");
    const before = `import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
for (let i = 0; i < 3; i += 1) {
  const stray = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true });
  stray.unref();
  appendFileSync(${JSON.stringify(mark)}, stray.pid + "\\n");
}`;
    const folder = await installed("forking", serverWith("[]", before));
    const { code } = await line.run(["probe", "npm:forking", "--from", folder]);
    expect(code).toBe(0);
    const pids = (await readFile(mark, "utf8")).trim().split("\n").map(Number);
    expect(pids).toHaveLength(3);
    for (const pid of pids) await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false));
  });

  test("that fills its memory is ended", async () => {
    const folder = await installed(
      "greedy",
      "const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length));",
    );
    const { code, err } = await line.run(["probe", "npm:greedy", "--from", folder, "--timeout", "20"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it used more than 512 MB of memory");
  });
});

describe("what a server and all it starts use together is bounded", () => {
  test("memory that is no heap", async () => {
    const folder = await installed(
      "hoarding",
      "const kept = []; setInterval(() => kept.push(Buffer.alloc(64 << 20, 1)), 20);",
    );
    const { code, err } = await line.run(["probe", "npm:hoarding", "--from", folder, "--timeout", "30"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it used more than 1024 MB of memory");
  });

  test("processes", async () => {
    const before = `import { spawn } from "node:child_process";
for (let i = 0; i < 80; i += 1) spawn("sleep", ["60"], { stdio: "ignore", detached: true }).unref();
await new Promise(() => setInterval(() => {}, 1000));`;
    const folder = await installed("breeding", serverWith("[]", before));
    const { code, err } = await line.run(["probe", "npm:breeding", "--from", folder, "--timeout", "30"]);
    expect(code).toBe(7);
    expect(err).toContain("could not look: it started more than 64 processes");
  });
});

describe("what a server says is bounded and printed safely", () => {
  test("more than 2,000 tools are refused with a sentence", async () => {
    const folder = await installed(
      "many",
      serverWith(
        'Array.from({ length: 2001 }, (_, i) => ({ name: "t" + i, inputSchema: { type: "object" } }))',
      ),
    );
    const { code, err } = await line.run(["probe", "npm:many", "--from", folder]);
    expect(code).toBe(7);
    expect(err).toContain("it lists 2,001 entries for tools/list; at most 2,000 are kept");
  });

  test("control characters do not reach the terminal, long texts are cut, NUL is written out", async () => {
    const fields =
      'description: "\\u001b[2Jgone\\u202e" + String.fromCharCode(0) + "x".repeat(30000), annotations: { readOnlyHint: true }';
    const folder = await installed("artful", serverWith(`[${TOOL(fields)}]`));
    const shown = await line.run(["probe", "npm:artful", "--from", folder]);
    expect(shown.out).toContain("U+001B[2JgoneU+202E");
    expect(shown.out).not.toContain("\u001b");
    const { out } = await line.run(["probe", "npm:artful", "--from", folder, "--json"]);
    const [tool] = Manifest.parse(JSON.parse(out)).tools;
    expect(tool?.description).toHaveLength(20_000);
    expect(tool?.description).toContain("U+0000");
  });
});

describe("only a package is ever started", () => {
  const WRONG: [identity: string][] = [
    ["command:rm"],
    ["npm:../../etc"],
    ["npm:github:o/r"],
    ["npm:pkg@1.0.0"],
    ["npm:--global"],
    ["oci:docker.io/mcp/fetch"],
    ["npm:"],
  ];
  test.each(WRONG)("%s is refused", async (identity) => {
    const { code } = await line.run(["probe", "--from", REPOSITORY, "--", identity]);
    expect(code).toBe(2);
  });

  test("a program outside its package is refused", async () => {
    const folder = await installed("escaping", "", "../../../outside.mjs");
    const { code, err } = await line.run(["probe", "npm:escaping", "--from", folder]);
    expect(code).toBe(7);
    expect(err).toContain("lies outside its package");
  });
});

test("--send posts the manifest with the device's key", async () => {
  const server = await makeCounterpart();
  server.answers["/api/v1/device-enrollments"] = {
    status: 201,
    body: {
      deviceId: "d1",
      deviceKey: "csd_a-key-for-this-test",
      organization: "Acme",
      fingerprintKey: "AAAA",
    },
  };
  server.answers["/api/v1/manifests"] = { status: 201, body: { isConfirmed: false } };
  await line.run(["enroll", server.url, "--code", "a-code-from-the-page"]);
  const { code, out } = await line.run([
    "probe",
    "npm:@modelcontextprotocol/server-memory",
    "--from",
    REPOSITORY,
    "--send",
  ]);
  expect(code).toBe(0);
  expect(out).toContain("Sent to Acme. Somebody who may confirm");
  const call = server.received.at(-1);
  expect(call?.headers.authorization).toBe("Bearer csd_a-key-for-this-test");
  expect(Manifest.parse(call?.body).tools).toHaveLength(9);
  await server.stop();
  await rm(line.settings, { recursive: true });
});

/** True while the process runs; one that has ended and waits for its parent counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/\) Z /.test(state);
}

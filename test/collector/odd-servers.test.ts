import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { type CommandLine, makeCommandLine } from "./command-line.ts";

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let line: CommandLine;
beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

/**
 * Probes a server of a few lines: `answer` is the body of a function of `method`, `params` and `id` that gives the result, or
 * nothing when it wrote its own line with `write`.
 */
async function probed(name: string, answer: string, more: { before?: string; args?: string[] } = {}) {
  const root = path.join(line.folder, name, "node_modules", name);
  await mkdir(root, { recursive: true });
  await writeFile(
    path.join(root, "package.json"),
    JSON.stringify({ name, version: "0.0.1", bin: "server.mjs" }),
  );
  const script = `import { createInterface } from "node:readline";
const write = (value) => process.stdout.write((typeof value === "string" ? value : JSON.stringify(value)) + "\\n");
const hello = { protocolVersion: "2025-06-18", capabilities: { tools: {}, prompts: {}, resources: {} }, serverInfo: { name: "odd", version: "1" } };
const tool = (name, more = {}) => ({ name, inputSchema: { type: "object" }, ...more });
${more.before ?? ""}
for await (const text of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(text);
  if (id === undefined) continue;
  const result = (() => { ${answer}
    if (method === "initialize") return hello;
    if (method === "prompts/list") return { prompts: [] };
    if (method === "resources/list") return { resources: [] };
    if (method === "resources/templates/list") return { resourceTemplates: [] };
  })();
  if (result === "silent") continue;
  write(result === undefined ? { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } } : { jsonrpc: "2.0", id, result });
}`;
  await writeFile(path.join(root, "server.mjs"), script);
  const args = ["probe", `npm:${name}`, "--from", path.join(line.folder, name), "--json"];
  const { code, out, err } = await line.run([...args, ...(more.args ?? ["--timeout", "20"])]);
  const value: unknown = JSON.parse(out);
  return { code, err, value };
}

async function manifestOf(...options: Parameters<typeof probed>): Promise<Manifest> {
  const { code, value, err } = await probed(...options);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return Manifest.parse(value);
}
async function reasonOf(...options: Parameters<typeof probed>): Promise<unknown> {
  const { code, value } = await probed(...options);
  expect(code).toBe(7);
  return value;
}
const because = (reason: string) => expect.objectContaining({ outcome: "could_not_look", reason });

const LIST = 'if (method === "tools/list") return';

describe("a server that answers oddly ends as could not look, with the reason", () => {
  const ODD: [name: string, answer: string, reason: string, before?: string][] = [
    ["exits", "", "it ended with code 3", "process.exit(3);"],
    [
      "throws",
      "",
      "it ended with code 1; it said: Error: no luck today",
      'throw new Error("no luck today");',
    ],
    [
      "circle",
      `${LIST} { tools: [tool("a" + Math.random())], nextCursor: "same" };`,
      "its pages of tools/list go in a circle",
    ],
    [
      "endless",
      `${LIST} { tools: [], nextCursor: "c" + Math.random() };`,
      "it has more than 200 pages of tools/list",
    ],
    [
      "ten-thousand",
      `${LIST} { tools: Array.from({ length: 10000 }, (_, i) => tool("t" + i)) };`,
      "it lists 10,000 entries for tools/list; at most 2,000 are kept",
    ],
    [
      "twenty-megabytes",
      `${LIST} { tools: Array.from({ length: 20 }, (_, i) => tool("t" + i, { description: "x".repeat(1e6) })) };`,
      "its lists are 20.0 MB; at most 8 MB are kept",
    ],
    ["no-list", `${LIST} { tools: "none" };`, "its answer to tools/list holds no list"],
    ["twice", `${LIST} { tools: [tool("a"), tool("b"), tool("a")] };`, "two of its tools are called a"],
    [
      "huge-schema",
      `${LIST} { tools: [tool("a", { inputSchema: { type: "object", properties: { x: { enum: [..."x".repeat(60000)] } } } })] };`,
      "its tools go beyond what can be kept: the inputSchema of a is too large",
    ],
  ];
  test.each(ODD)("%s", async (name, answer, reason, before = "") => {
    expect(await reasonOf(name, answer, { before })).toEqual(because(reason));
  });

  test("answers with other ids are no answers", async () => {
    const answer = `write({ jsonrpc: "2.0", id: 4711, result: hello }); return "silent";`;
    expect(await reasonOf("wrong-ids", answer, { args: ["--timeout", "3"] })).toEqual(
      because("it did not answer in time"),
    );
  });

  test("what is no JSON-RPC is no answer", async () => {
    const answer = `write({ hello: "world", id }); write({ jsonrpc: "1.0", id, result: {} }); return "silent";`;
    expect(await reasonOf("no-rpc", answer, { args: ["--timeout", "3"] })).toEqual(
      because("it did not answer in time"),
    );
  });

  test("an error that names a variable says what it needs", async () => {
    const answer = `if (method === "tools/list") { write({ jsonrpc: "2.0", id, error: { code: -32000, message: "ACME_API_KEY is not set" } }); return "silent"; }`;
    expect(await reasonOf("error-names", answer)).toEqual({
      identity: "npm:error-names",
      outcome: "could_not_look",
      reason: "needs ACME_API_KEY",
      needs: ["ACME_API_KEY"],
    });
  });

  test("of two names one is enough where it says so", async () => {
    const before = 'console.error("Either ACME_API_KEY or ACME_OAUTH_TOKEN is required"); process.exit(1);';
    expect(await reasonOf("either-name", "", { before })).toEqual(
      expect.objectContaining({
        reason: "needs ACME_API_KEY or ACME_OAUTH_TOKEN",
        needs: ["ACME_API_KEY", "ACME_OAUTH_TOKEN"],
      }),
    );
  });

  test("what its help names beside the reason is not demanded", async () => {
    const help =
      "Error: no context is set.\\nUsage:\\n  x [flags]\\nFlags:\\n  --tls-key string  Path. Must be used with --tls-cert.";
    const before = `console.error("${help}"); process.exit(1);`;
    expect(await reasonOf("helpful", "", { before })).toEqual(
      expect.objectContaining({
        reason: "it ended with code 1; it said: Error: no context is set",
        needs: [],
      }),
    );
  });

  test("what it waits for is told with the time that passed", async () => {
    const before =
      'console.error("[Store] Error: connect ECONNREFUSED"); await new Promise(() => setInterval(() => {}, 1000));';
    expect(await reasonOf("waits", "", { before, args: ["--timeout", "3"] })).toEqual(
      because("it did not answer in time; it said: [Store] Error: connect ECONNREFUSED"),
    );
  });

  test("places of this machine are not in the reason", async () => {
    const before = 'throw new Error("cannot read " + import.meta.dirname + "/settings.json");';
    expect(await reasonOf("tells-places", "", { before })).toEqual(
      because(
        "it ended with code 1; it said: Error: cannot read (its folder)/node_modules/tells-places/settings.json",
      ),
    );
  });

  test("a package that cannot be installed or started is a reason too", async () => {
    const root = path.join(line.folder, "no-program", "node_modules", "no-program");
    await mkdir(root, { recursive: true });
    await writeFile(
      path.join(root, "package.json"),
      JSON.stringify({ name: "no-program", version: "1.0.0" }),
    );
    const args = ["probe", "npm:no-program", "--from", path.join(line.folder, "no-program"), "--json"];
    const { code, out } = await line.run(args);
    expect([code, JSON.parse(out)]).toEqual([7, because("no-program has no program to start")]);
  });

  test("an address it wants is named; nothing is made up for it", async () => {
    const before =
      'console.error("Please provide a database URL as a command-line argument"); process.exit(1);';
    expect(await reasonOf("wants-address", "", { before })).toEqual(
      because("needs an argument: database URL"),
    );
  });

  test("the value of a variable it was given is not in what it says", async () => {
    const before = 'console.error("cannot use " + process.env.GIVEN); process.exit(1);';
    const folder = path.join(line.folder, "telltale");
    await probed("telltale", "", { before });
    const { out, err } = await line.run(
      ["probe", "npm:telltale", "--from", folder, "--json", "--env", "GIVEN"],
      {
        env: { GIVEN: "s3cret-value" },
      },
    );
    expect(out + err).not.toContain("s3cret-value");
    expect(err).toContain("cannot use (its value)");
  });
});

describe("a server that is odd but answers is read", () => {
  test("noise before and between its messages is passed over and noted", async () => {
    const before =
      'console.log("starting up ..."); console.log("{ not json"); process.stdout.write("\\n\\n");';
    const answer = `console.log("asked " + method); ${LIST} { tools: [tool("a")] };`;
    const manifest = await manifestOf("noisy", answer, { before });
    expect(manifest.tools.map((tool) => tool.name)).toEqual(["a"]);
    expect(manifest.notes?.[0]).toMatch(/^It wrote \d+ lines to its standard output that are no messages\.$/);
  });

  test("a message in pieces, and a line of a megabyte", async () => {
    const answer = `if (method === "tools/list") {
      const text = JSON.stringify({ jsonrpc: "2.0", id, result: { tools: [tool("a", { description: "é".repeat(500000) })] } }) + "\\n";
      const bytes = Buffer.from(text);
      for (let i = 0; i < bytes.length; i += 9973) process.stdout.write(bytes.subarray(i, i + 9973));
      return "silent"; }`;
    const [tool] = (await manifestOf("pieces", answer)).tools;
    expect(tool?.description).toHaveLength(20_000);
    expect(tool?.description.startsWith("éé")).toBe(true);
  });

  test("pages are put together", async () => {
    const answer = `if (method === "tools/list") { const at = Number(params?.cursor ?? 0);
      return { tools: [tool("t" + at)], ...(at < 4 ? { nextCursor: String(at + 1) } : {}) }; }`;
    const { tools } = await manifestOf("paged", answer);
    expect(tools.map((tool) => tool.name)).toEqual(["t0", "t1", "t2", "t3", "t4"]);
  });

  test("names with invisible signs, look-alikes and markup are kept as they are", async () => {
    const names = ["read\u200B_file", "r\u0435ad_file", "<b>x</b>", "\u202Egnp.exe"];
    const { tools } = await manifestOf(
      "artful",
      `${LIST} { tools: ${JSON.stringify(names)}.map((n) => tool(n)) };`,
    );
    expect(tools.map((tool) => tool.name)).toEqual(names);
  });

  test("fields without a place, odd hints and nameless tools are left out and noted", async () => {
    const answer = `${LIST} { tools: [
      tool("a", { icons: [{ src: "https://x" }], annotations: { readOnlyHint: "yes", destructiveHint: false, trusted: true } }),
      { description: "nameless" }, 7, tool("b", { inputSchema: null, description: 5, outputSchema: { type: "object" } }) ] };`;
    const { tools, notes } = await manifestOf("lenient", answer);
    expect(tools).toEqual([
      {
        name: "a",
        description: "",
        inputSchema: { type: "object" },
        annotations: { destructiveHint: false },
      },
      { name: "b", description: "", inputSchema: {}, outputSchema: { type: "object" } },
    ]);
    expect(notes).toEqual([
      'Tools have "icons", which is not kept.',
      "The hint readOnlyHint is neither true nor false and does not count.",
      'Annotations have "trusted", which is not kept.',
      "A tool without a name was left out. (2 times)",
      "The tool b has no readable input schema.",
    ]);
  });

  test("prompts, resources, templates and instructions come along; a list that fails is a note", async () => {
    const answer = `if (method === "initialize") return { ...hello, instructions: "Ask politely." };
      ${LIST} { tools: [] };
      if (method === "prompts/list") return { prompts: [{ name: "p", arguments: [{ name: "x", required: true }] }] };
      if (method === "resources/list") return { resources: [{ uri: "file:///a", name: "a" }] };
      if (method === "resources/templates/list") return { resourceTemplates: [{ uriTemplate: "file:///{b}", name: "b" }] };`;
    const manifest = await manifestOf("whole", answer);
    expect(manifest).toMatchObject({
      instructions: "Ask politely.",
      prompts: [{ name: "p", arguments: [{ name: "x", required: true }] }],
      resources: [
        { uri: "file:///a", isTemplate: false, name: "a" },
        { uri: "file:///{b}", isTemplate: true, name: "b" },
      ],
    });
    const failing = `${LIST} { tools: [tool("a")] };
      if (method === "resources/list") { write({ jsonrpc: "2.0", id, error: { code: -32603, message: "no database" } }); return "silent"; }`;
    const half = await manifestOf("half", failing);
    expect(half.tools).toHaveLength(1);
    expect(half.notes).toEqual([expect.stringMatching(/^resources\/list failed: .*no database/)]);
  });

  test("one that wants a folder gets an empty one of the probe's own", async () => {
    const before = `if (!process.argv[2]) { console.error("Usage: server <allowed-directory>"); process.exit(1); }`;
    const { tools } = await manifestOf(
      "wants-folder",
      `${LIST} { tools: [tool("a", { description: process.argv[2] })] };`,
      { before },
    );
    expect(tools[0]?.description).toContain("(its folder)");
  });

  test("one that opens a port until it is told to use its standard input", async () => {
    const before = `if (!process.argv.includes("--stdio")) { console.error("Server listening on http://localhost:3000"); setInterval(() => {}, 1000); await new Promise(() => {}); }`;
    const { tools } = await manifestOf("opens-port", `${LIST} { tools: [tool("a")] };`, { before });
    expect(tools).toHaveLength(1);
  });

  test("a command of its help that runs the server is tried, and a command of that", async () => {
    const before = `const [, , one, two] = process.argv;
if (one !== "server") { console.log("Commands:\\n  init    Sets things up\\n  server  MCP server operations"); process.exit(1); }
if (two !== "start") { console.error("Commands:\\n  start  Starts the MCP server.\\n  info   Says what it is."); process.exit(1); }`;
    const { tools } = await manifestOf("has-commands", `${LIST} { tools: [tool("a")] };`, { before });
    expect(tools).toHaveLength(1);
  });
});

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CreateAdvisoryImportInput } from "#app/domain/advisories/advisory-inputs.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { RepositoryFile } from "#app/domain/packages/repository/repository-file.ts";
import { CreateRegistryInput } from "#app/domain/registries/registry-inputs.ts";
import { type CommandLine, makeCommandLine } from "#test/collector/command-line.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization } from "#test/support/factories.ts";

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const database = openTestDatabase();
const app = openTestApp(database);
const TOKEN = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
const HOLDING = [
  `https://registry.example/v0?token=${TOKEN}`,
  "https://registry.example/v0?api_key=Tr0ub4dor3xyz9Q",
  `https://registry.example/${TOKEN}/v0`,
  `https://registry.example/v0#access_token=${TOKEN}`,
];

describe("an address that holds a secret is not kept", () => {
  test.each(HOLDING)("%s", (address) => {
    expect(CreateRegistryInput.safeParse({ name: "R", kind: "official", address }).success).toBe(false);
    expect(CreateAdvisoryImportInput.safeParse({ url: address }).success).toBe(false);
    const entry = { identity: "pypi:a", repository: address, lookedAt: "2026-11-01T10:00:00Z" };
    expect(RepositoryFile.safeParse({ repositories: [entry] }).success).toBe(false);
  });

  test("an address with an ordinary query is", () => {
    for (const address of ["https://registry.example/v0.1/servers?tier=official&limit=100"]) {
      expect(CreateRegistryInput.safeParse({ name: "R", kind: "official", address }).success).toBe(true);
      expect(CreateAdvisoryImportInput.safeParse({ url: address }).success).toBe(true);
    }
  });
});

test("a secret in an identity or a reason is refused, and nothing of it is stored", async () => {
  const org = await createOrganization(database.db);
  const { key } = await createApiKey(as(org, org.owner, { now: app.clock.now }), {
    name: "CI",
    scopes: ["report"],
    days: 30,
    environment: null,
  });
  const identity = `remote:https://mcp.example/mcp?token=${TOKEN}`;
  const list = { release: "1", protocolVersion: "2025-06-18", tools: [], observedBy: "probe" };
  const answers = [
    await app.api(key).post("/manifests", { ...list, identity }),
    await app.api(key).post("/looks", { identity, reason: "it did not answer" }),
    await app.api(key).post("/looks", { identity: "npm:a", reason: `it said: bad token ${TOKEN}` }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
  for (const { text } of answers) expect(text).not.toContain(TOKEN);
  const servers = await database.admin`select 1 from server where org_id = ${org.id}`;
  expect(servers).toHaveLength(0);
});

describe("a value a server was given", () => {
  let line: CommandLine;
  beforeAll(async () => {
    line = await makeCommandLine();
  });
  afterAll(() => line.remove());

  test("is not in the list of tools it gives, in no form it travels in", async () => {
    const root = path.join(line.folder, "telltale/node_modules/telltale");
    await mkdir(root, { recursive: true });
    const facts = { name: "telltale", version: "0.0.1", bin: "server.mjs" };
    await writeFile(path.join(root, "package.json"), JSON.stringify(facts));
    await writeFile(
      path.join(root, "server.mjs"),
      `import { createInterface } from "node:readline";
const value = process.env.GIVEN;
const forms = [value, Buffer.from(value).toString("base64"), encodeURIComponent(value)];
for await (const text of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(text);
  const say = (answer) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, ...answer }) + "\\n");
  if (method === "initialize")
    say({ result: { protocolVersion: "2025-06-18", capabilities: { tools: {} }, instructions: value, serverInfo: { name: value, version: "1" } } });
  else if (method === "tools/list")
    say({ result: { tools: [{ name: "t", description: forms.join(" "), inputSchema: { type: "object", [value]: [forms] } }] } });
  else if (id !== undefined) say({ error: { code: -32601, message: "no" } });
}`,
    );
    const given = "a value/with signs+9";
    const folder = path.join(line.folder, "telltale");
    const { code, out } = await line.run(
      ["probe", "npm:telltale", "--from", folder, "--json", "--env", "GIVEN"],
      { env: { GIVEN: given } },
    );
    expect(code).toBe(0);
    for (const form of [given, Buffer.from(given).toString("base64"), encodeURIComponent(given)])
      expect(out).not.toContain(form);
    expect(out).toContain("(its value)");
  });
});

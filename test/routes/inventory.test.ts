import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { z } from "zod";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await createTeamOf(org, [{ member: developer }]);
  await recordScan(as(org, developer), {
    report: reportOf([fileOf([npxEntry("=cmd()", "@sentry/mcp-server"), npxEntry("x", "exact@1.0.0")])]),
  });
  return { org, developer };
}

test("an organization without reports is shown the two ways in, and no table", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("No device has reported yet");
  expect(page.text).toContain("castellan.mjs enroll");
  expect(page.text).not.toContain("<table");
});

test("without any report the findings say that nobody has looked, and never that nothing stands open", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/findings`);
  expect(page.text).toContain("Nobody has looked yet.");
  expect(page.text).not.toContain("Nothing stands open");
  const { org: other } = await scene();
  const looked = await (await app.signedIn(other.owner)).get(`/${other.slug}/findings?state=accepted`);
  expect(looked.text).toContain("Nothing is accepted.");
});

test("the inventory says per server who uses it, what it can touch, and who approved it until when", async () => {
  const { org, developer } = await scene();
  const [exact] = await rowsOf(org, sql`select id from server where identity = 'npm:exact'`);
  await createGrant(org, { serverId: String(exact?.id), member: developer });
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory`);
  for (const text of [
    "npm:@sentry/mcp-server",
    "npm:exact",
    "Unapproved",
    "Not looked yet",
    developer.name,
  ]) {
    expect(page.text).toContain(text);
  }
  expect(page.text).toContain(org.owner.name);
});

test.each(["installation", "team"])("the inventory by %s opens", async (by) => {
  const { org } = await scene();
  const page = await (await app.signedIn(org.owner)).get(
    `/${org.slug}/inventory?by=${by}&sort=nonsense&page=x`,
  );
  expect(page.status).toBe(200);
  expect(page.text).toContain("Medium");
});

test("filters that match nothing say how many they are and how to clear them", async () => {
  const { org } = await scene();
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory?q=nothing&client=vscode`);
  expect(page.text).toContain("Nothing matches these 2 filters.");
  expect(page.text).toContain("Clear filters");
});

test("the CSV holds what the view shows and no cell that a spreadsheet would run", async () => {
  const { org, developer } = await scene();
  const csv = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory/export.csv?q=sentry`);
  expect(csv.text).toContain("'=cmd()");
  expect(csv.text.trim().split("\r\n")).toHaveLength(2);
  const other = await createMember(org, "member");
  const own = await (await app.signedIn(other)).get(`/${org.slug}/inventory/export.csv`);
  expect(own.text).not.toContain(developer.name);
});

test("an installation shows its launch, findings and why it stands so, and a guardian sets its environment", async () => {
  const { org, developer } = await scene();
  const [row] = await rowsOf(org, sql`select id from installation where name = 'x'`);
  const path = `/${org.slug}/inventory/installations/${row?.id}`;
  const own = await (await app.signedIn(developer)).get(path);
  expect(own.status).toBe(200);
  for (const text of ["npm:exact", "npx -y exact@1.0.0", "Nobody approved this server", "Request access"]) {
    expect(own.text).toContain(text);
  }
  expect(own.text).not.toContain("Set environment");
  const owner = await app.signedIn(org.owner);
  expect((await owner.get(path)).text).toContain("Set environment");
  const set = await owner.post(path, { environment: "production" });
  expect(set.location).toBe(path);
  expect((await owner.post(path, { environment: "production" })).status).toBe(409);
  expect((await owner.post(path, { environment: "moon" })).status).toBe(400);
  const other = await createOrganization(database.db);
  const foreign = await (await app.signedIn(other.owner)).get(
    `/${other.slug}/inventory/installations/${row?.id}`,
  );
  expect(foreign.status).toBe(404);
});

test("the catalog lists what is known, also to a member who does not use it", async () => {
  const { org } = await scene();
  const other = await createMember(org, "member");
  const page = await (await app.signedIn(other)).get(`/${org.slug}/servers?q=exact`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("npm:exact");
  expect(page.text).not.toContain("sentry");
});

test("a device is enrolled by the code the page shows once, and revoked there", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const person = await app.signedIn(org.owner);
  const page = `/${org.slug}/settings/devices`;
  expect((await person.get(page)).text).toContain("No device has reported yet");
  const shown = await person.post(page);
  const code = /cse_[\w-]+/.exec(shown.text)?.[0] ?? "";
  expect(shown.text).toContain("enroll");
  expect(shown.headers.get("cache-control")).toContain("no-store");
  const made = await app
    .api(undefined)
    .post("/device-enrollments", { code, deviceName: "laptop", platform: "linux" });
  expect(made.status).toBe(201);
  const { deviceId, deviceKey } = z.object({ deviceId: z.string(), deviceKey: z.string() }).parse(made.json);
  const report = reportOf([fileOf([npxEntry("a", "one@1.0.0")])]);
  const sent = await app.api(deviceKey).post("/scans", report);
  expect(sent.json).toMatchObject({ installations: 1, standings: { unapproved: 1 } });
  expect((await person.get(page)).text).toContain("laptop");
  const revoked = await person.post(`${page}/${deviceId}/revocation`);
  expect(revoked.location).toBe(page);
  expect((await app.api(deviceKey).post("/scans", reportOf([]))).status).toBe(401);
});

test("a raw client file posted to the API is refused with key paths and without its values", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const { key } = await createApiKey(as(org, org.owner), {
    id: uuidv7(),
    name: "automation",
    scopes: ["report", "read", "block"],
    days: 1,
    environment: null,
  });
  const secret = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
  const raw = { mcpServers: { github: { command: "npx", args: ["x"], env: { TOKEN: secret } } } };
  const refused = await app.api(key).post("/scans", raw);
  expect(refused.status).toBe(422);
  expect(refused.text).not.toContain(secret);
  const entry = npxEntry("a", `one@1.0.0`);
  entry.launch.args.push({ kind: "plain", text: secret });
  const unredacted = await app.api(key).post("/scans", reportOf([fileOf([entry])]));
  expect(unredacted.status).toBe(422);
  expect(unredacted.text).not.toContain(secret);
  expect(unredacted.text).toContain("files.0.entries.0.launch.args.2");
  expect(await rowsOf(org, sql`select 1 from installation`)).toEqual([]);
});

test("the API serves the catalog and inventory by cursor and blocks a server", async () => {
  const { org } = await scene();
  const { key } = await createApiKey(as(org, org.owner), {
    id: uuidv7(),
    name: "automation",
    scopes: ["report", "read", "block", "grant"],
    days: 1,
    environment: null,
  });
  const api = app.api(key);
  const Page = z.object({ rows: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });
  for (const path of ["/servers", "/installations"]) {
    const first = Page.parse((await api.get(`${path}?limit=1`)).json);
    const second = Page.parse((await api.get(`${path}?limit=1&cursor=${first.nextCursor}`)).json);
    expect(second.nextCursor).toBeNull();
    expect(second.rows[0]?.id).not.toBe(first.rows[0]?.id);
  }
  const [server] = Page.parse((await api.get("/servers?q=exact")).json).rows;
  const at = `/servers/${server?.id}`;
  expect((await api.get(at)).json).toMatchObject({ identity: "npm:exact", manifest: null, tools: null });
  const tools = [toolOf("a", { annotations: { readOnlyHint: true } })];
  expect((await api.post("/manifests", manifestOf("npm:exact", tools))).json).toMatchObject({
    isConfirmed: true,
  });
  expect((await api.get(`${at}/tools`)).json).toMatchObject({
    rows: [{ name: "a", class: "read", pin: null }],
  });
  expect((await api.post(`${at}/block`, { reason: "compromised" })).status).toBe(201);
  expect((await api.post(`${at}/block`, { reason: "compromised" })).status).toBe(409);
  expect((await api.send("DELETE", `${at}/block?reason=false+alarm`)).status).toBe(204);
  const [installation] = Page.parse((await api.get("/installations")).json).rows;
  const one = `/installations/${installation?.id}`;
  expect((await api.send("PUT", `${one}/environment`, { environment: "staging" })).status).toBe(200);
  expect((await api.get(one)).json).toMatchObject({ environment: "staging", launch: { command: "npx" } });
  expect((await api.get("/installations?nonsense=1")).status).toBe(422);
  expect((await api.get("/devices")).json).toMatchObject({ rows: [{ kind: "pasted", installations: 2 }] });
});

import { expect, test } from "vitest";
import { CALLS_PER_STRANGER } from "#app/http/api-limits.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";
import { PATCH_OP, scimClient, scimTokenOf, USER } from "#test/support/scim.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("who guesses tokens is stopped for a while in SCIM's own shape, and a provider with a token is not", async () => {
  const org = await createOrganization(database.db);
  const provider = scimClient(app.url, (await scimTokenOf(org)).token);
  const first = await provider.get("/Users");
  expect(first.headers.get("ratelimit-limit") ?? first.headers.get("ratelimit")).toBeTruthy();
  const stranger = scimClient(app.url, "scm_made-up-token-of-length");
  for (let call = 0; call < CALLS_PER_STRANGER; call++) {
    expect((await stranger.get("/Users")).status).toBe(401);
  }
  const stopped = await stranger.get("/Users");
  expect([stopped.status, stopped.headers.get("content-type")]).toEqual([429, "application/scim+json"]);
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(JSON.parse(stopped.text)).toMatchObject({ status: "429" });
  expect((await provider.get("/Users")).status).toBe(200);
});

test("no filter, path or value reaches what all objects of the process share, however it is quoted", async () => {
  const org = await createOrganization(database.db);
  const provider = scimClient(app.url, (await scimTokenOf(org)).token);
  const filters = [
    String.raw`userName eq "a\" and __proto__.polluted eq "x"`,
    'emails[a eq "]" and b eq "__proto__.polluted eq 1 and "',
    'toString.call eq "x"',
    'hasOwnProperty.call eq "x"',
  ];
  for (const filter of filters) expect((await provider.find("Users", filter)).status, filter).toBe(400);
  const named = encodeURIComponent(filters[0] ?? "");
  expect((await provider.get(`/Users?attributes=${named}`)).status).toBe(400);
  const user = { schemas: [USER], userName: "odd@example.test" };
  const { json } = await provider.post("/Users", user);
  const operations = [
    { op: "replace", path: String.raw`emails[type eq "a\" and __proto__.polluted eq "x"].value`, value: "y" },
    { op: "remove", path: "emails", value: [{ value: 'x" and __proto__.polluted eq "y' }] },
    { op: "remove", path: "emails", value: [{ value: "x", 'type eq "x" or value': 1 }] },
  ];
  for (const operation of operations) {
    const body = { schemas: [PATCH_OP], Operations: [operation] };
    expect((await provider.send("PATCH", `/Users/${json.id}`, body)).status, operation.path).toBe(400);
  }
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Object.keys(Object.prototype.toString)).toEqual([]);
});

test("a filter or path that takes the library seconds is refused before it is read", async () => {
  const org = await createOrganization(database.db);
  const provider = scimClient(app.url, (await scimTokenOf(org)).token);
  const product = `${"(a eq 1 or b eq 2) and ".repeat(20)}c eq 1`;
  const endless = `userName eq "${"\\".repeat(200)}`;
  for (const filter of [product, endless, `userName eq "${"\n".repeat(200)}`]) {
    expect((await provider.find("Users", filter)).status).toBe(400);
    expect((await provider.get(`/Users?attributes=${encodeURIComponent(filter)}`)).status).toBe(400);
    const body = { schemas: [PATCH_OP], Operations: [{ op: "remove", path: `emails[${filter}]` }] };
    expect((await provider.send("PATCH", `/Users/${org.owner.id}`, body)).status).toBe(400);
  }
  for (const name of ["Sales (EU) or [US]", "constructor and not or or or or", "not a team"]) {
    expect((await provider.find("Groups", `displayName eq "${name}"`)).status, name).toBe(200);
  }
});

test("a patch with thousands of addresses of one person is refused before each is gone through", async () => {
  const org = await createOrganization(database.db);
  const provider = scimClient(app.url, (await scimTokenOf(org)).token);
  const value = Array.from({ length: 2_000 }, (_, n) => ({ value: `a${n}@example.test`, type: "other" }));
  const removals = Array.from({ length: 20 }, (_, n) => ({
    op: "remove",
    path: `emails[value eq "a${n}@x"]`,
  }));
  const answer = await provider.patch(
    `/Users/${org.owner.id}`,
    { op: "add", path: "emails", value },
    ...removals,
  );
  expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining("more addresses")]);
});

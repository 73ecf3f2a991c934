import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { apiKey, member } from "#app/domain/identity/organization-tables.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import type { Scope } from "#app/domain/permissions.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { auditEvents, createMember, createOrganization, type TestMember } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
type Org = Awaited<ReturnType<typeof createOrganization>>;
const YEAR = 365 * 86_400_000;

async function keyOf(
  org: Org,
  who: TestMember,
  options: { scopes?: Scope[]; expiresAt?: Date; revokedAt?: Date } = {},
): Promise<string> {
  const { secret, hash } = makeSecret("cst_");
  await inTransaction({ db: database.db, orgId: org.id }, (tx) =>
    tx.insert(apiKey).values({
      orgId: org.id,
      id: uuidv7(),
      memberId: who.id,
      name: "test",
      prefix: secret.slice(0, 8),
      keyHash: hash,
      scopes: options.scopes ?? ["read", "admin"],
      createdAt: new Date(),
      expiresAt: options.expiresAt ?? new Date(Date.now() + YEAR),
      revokedAt: options.revokedAt ?? null,
    }),
  );
  return secret;
}

function expectProblem(answer: { status: number; headers: Headers; json: unknown }, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.json).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(answer.json).toMatchObject({
    instance: `urn:castellan:request:${answer.headers.get("x-request-id")}`,
  });
}

test("a key says who it speaks for, and only of its own organization", async () => {
  const org = await createOrganization(database.db);
  const key = await keyOf(org, org.owner, { scopes: ["read"] });
  const answer = await app.api(key).get("/me");
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    organization: { slug: org.slug },
    member: { id: org.owner.id, role: "owner" },
    via: "api_key",
    scopes: ["read"],
  });
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("no key, a made-up key, an ended key, a revoked key and a removed member's key all get a 401 problem", async () => {
  const org = await createOrganization(database.db);
  const gone = await createMember(org, "admin");
  const goneKey = await keyOf(org, gone);
  await inTransaction({ db: database.db, orgId: org.id }, (tx) =>
    tx
      .update(member)
      .set({ removedAt: new Date() })
      .where(and(eq(member.orgId, org.id), eq(member.id, gone.id))),
  );
  const keys = [
    undefined,
    "cst_madeupmadeupmadeup",
    "something",
    await keyOf(org, org.owner, { expiresAt: new Date(Date.now() - 1_000) }),
    await keyOf(org, org.owner, { revokedAt: new Date() }),
    goneKey,
  ];
  for (const key of keys) {
    const answer = await app.api(key).get("/me");
    expectProblem(answer, 401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(answer.text).not.toContain(key ?? "cst_made");
  }
});

test("a cookie never authenticates the API", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  expect((await browser.get("/api/v1/me")).status).toBe(401);
});

test("a key without the scope is refused and changes nothing", async () => {
  const org = await createOrganization(database.db);
  const key = await keyOf(org, org.owner, { scopes: ["read"] });
  expectProblem(await app.api(key).post("/teams", { name: "Payments" }), 403);
  expect(await auditEvents(org)).toEqual([]);
});

test("a device's key says who it is and cannot do what needs an API key", async () => {
  const org = await createOrganization(database.db);
  const { secret, hash } = makeSecret("csd_");
  await inTransaction({ db: database.db, orgId: org.id }, (tx) =>
    tx.insert(device).values({
      orgId: org.id,
      id: uuidv7(),
      memberId: org.owner.id,
      name: "laptop",
      platform: "linux",
      kind: "enrolled",
      keyHash: hash,
      enrolledAt: new Date(),
    }),
  );
  expect((await app.api(secret).get("/me")).json).toMatchObject({ via: "device_key" });
  expectProblem(await app.api(secret).get("/organization"), 403);
  expectProblem(await app.api(secret).post("/teams", { name: "Payments" }), 403);
});

test("an unknown address is a 404, a wrong method a 405 that names the right ones", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  expectProblem(await api.get("/nothing"), 404);
  const wrong = await api.send("DELETE", "/me");
  expectProblem(wrong, 405);
  expect(wrong.headers.get("allow")).toBe("GET");
  expectProblem(await api.send("DELETE", "/members/not-an-id"), 404);
});

test("a body that is broken, not JSON, too large, misshapen or holds NUL gets a sentence and no echo", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const broken = await api.post("/teams", '{"name": "Pay",\n  oops-secret }');
  expectProblem(broken, 400);
  expect(broken.text).toContain("line 2, column 3");
  expect(broken.text).not.toContain("oops-secret");
  expectProblem(await api.post("/teams", "name=x", { "Content-Type": "text/plain" }), 415);
  expectProblem(await api.post("/teams", JSON.stringify({ name: "x".repeat(1_100_000) })), 413);
  const unknown = await api.post("/teams", { name: "Payments", role: "owner" });
  expectProblem(unknown, 422);
  expect(unknown.json).toMatchObject({ errors: [{ detail: "There is no field called role here." }] });
  const empty = await api.post("/teams", {});
  expect(empty.json).toMatchObject({ errors: [{ pointer: "#/name", detail: "Fill this in." }] });
  expectProblem(await api.post("/teams", { name: "a\0b" }), 422);
  expectProblem(await api.post("/teams", "[".repeat(5_000) + "]".repeat(5_000)), 422);
  expectProblem(await api.get("/members?limit=0"), 422);
  expectProblem(await api.get("/organization?odd=1"), 422);
  expect(await auditEvents(org)).toEqual([]);
});

test("a post repeated with its Idempotency-Key is carried out once and answered alike", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const headers = { "Idempotency-Key": "one" };
  const first = await api.post("/teams", { name: "Payments" }, headers);
  const again = await api.post("/teams", { name: "Payments" }, headers);
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.json).toEqual(first.json);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(first.headers.get("idempotency-replayed")).toBeNull();
  expect(await auditEvents(org)).toHaveLength(1);
  expectProblem(await api.post("/teams", { name: "Search" }, headers), 422);
  const other = await createMember(org, "admin");
  const theirs = await app.api(await keyOf(org, other)).post("/teams", { name: "Search" }, headers);
  expect(theirs.status).toBe(201);
});

test("posts with one key at the same moment have one effect; the others are told or answered alike", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => api.post("/teams", { name: "Payments" }, { "Idempotency-Key": "k" })),
  );
  const statuses = answers.map((answer) => answer.status);
  expect(statuses).toContain(201);
  expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
  expect(await auditEvents(org)).toHaveLength(1);
});

test("after 24 hours a key is a new one, and a refusal is not kept", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const headers = { "Idempotency-Key": "day" };
  expectProblem(await api.post("/teams", { name: "" }, headers), 422);
  expect((await api.post("/teams", { name: "Payments" }, headers)).status).toBe(201);
  app.clock.now = new Date(Date.now() + 25 * 3_600_000);
  const later = await api.post("/teams", { name: "Search" }, headers);
  app.clock.now = undefined;
  expect(later.status).toBe(201);
});

test("a secret shown once is not kept for a repeated post", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const body = { email: "new@example.test", name: "New Person", role: "member", teamIds: [] };
  const first = await api.post("/invitations", body, { "Idempotency-Key": "i" });
  expect(first.status).toBe(201);
  const again = await api.post("/invitations", body, { "Idempotency-Key": "i" });
  expectProblem(again, 409);
  const kept =
    await database.admin`select response from idempotency_key where key = 'i' and org_id = ${org.id}`;
  expect(kept.map((row) => row.response)).toEqual([null]);
});

test("a key's use is noted, at most once a minute", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  const lastUsed = async () =>
    (await database.admin`select last_used_at from api_key where org_id = ${org.id}`)[0]?.last_used_at;
  app.clock.now = new Date("2026-12-01T10:00:00Z");
  await api.get("/me");
  app.clock.now = new Date("2026-12-01T10:00:59Z");
  await api.get("/me");
  expect(await lastUsed()).toEqual(new Date("2026-12-01T10:00:00Z"));
  app.clock.now = new Date("2026-12-01T10:01:00Z");
  await api.get("/me");
  app.clock.now = undefined;
  expect(await lastUsed()).toEqual(new Date("2026-12-01T10:01:00Z"));
});

test("every answer says what is left, and the OpenAPI document names every operation without a key", async () => {
  const org = await createOrganization(database.db);
  const answer = await app.api(await keyOf(org, org.owner)).get("/me");
  expect(answer.headers.get("ratelimit-policy")).toBe('"key";q=6000;w=60');
  expect(answer.headers.get("ratelimit")).toMatch(/^"key";r=\d{4};t=\d{1,2}$/);
  const document = await app.api(undefined).get("/openapi.json");
  expect(document.status).toBe(200);
  expect(document.json).toMatchObject({
    openapi: "3.1.0",
    paths: {
      "/me": { get: { operationId: "getCaller" } },
      "/teams": { post: { operationId: "createTeam" } },
    },
  });
});

test("what the catalog of listed servers cannot be narrowed to is refused, not passed over", async () => {
  const org = await createOrganization(database.db);
  const api = app.api(await keyOf(org, org.owner));
  expect((await api.get("/listings?touch=destructive&status=unsaid")).status).toBe(200);
  for (const path of [
    "/listings?touch=destructve",
    "/listing-counts?standing=aproved",
    "/listings?registry=x",
  ])
    expect((await api.get(path)).status, path).toBe(422);
});

import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { openTestApp } from "#test/support/app.ts";
import { listTools } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { NOON, type TestMember, type TestOrganization } from "#test/support/factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function keyOf(org: TestOrganization, who: TestMember, environment: "development" | null = null) {
  const { secret, hash } = makeSecret("cst_");
  await inTransaction({ db: database.db, orgId: org.id }, (tx) =>
    tx.insert(apiKey).values({
      orgId: org.id,
      id: uuidv7(),
      memberId: who.id,
      name: "test",
      prefix: secret.slice(0, 8),
      keyHash: hash,
      scopes: [...SCOPES],
      environment,
      createdAt: NOON,
      expiresAt: new Date("2027-06-01T00:00:00Z"),
    }),
  );
  return app.api(secret);
}

const Id = z.looseObject({ id: z.uuid() });
const Granted = z.object({ grantId: z.uuid() });

test("the whole path by API: ask, question, answer, checklist, approve, call, suspend, resume, revoke", async () => {
  app.clock.now = NOON;
  const s = await requestScene(database.db);
  await listTools(
    s.org,
    s.server.id,
    s.security.id,
    { search: "x", drop: "y" },
    { classes: { drop: "destructive" } },
  );
  const dev = await keyOf(s.org, s.developer, "development");
  const security = await keyOf(s.org, s.security);
  const call = async () => (await dev.post("/decisions", { server: s.server.identity, tool: "search" })).json;
  expect(await call()).toMatchObject({ allowed: false, reason: "no_grant" });

  const terms = { environment: "development", tools: ["search"], endsAt: "2026-12-31" };
  const preview = await dev.post("/request-previews", { serverId: s.server.id, ...terms });
  expect(preview.json).toMatchObject({ deadEnd: null, problems: [] });
  const asked = await dev.post("/requests", { serverId: s.server.id, ...terms, reason: "Look at errors" });
  expect(asked.status).toBe(201);
  const { id } = Id.parse(asked.json);
  expect((await security.get("/approvals")).json).toMatchObject({ total: 1, rows: [{ id }] });
  expect((await dev.post(`/requests/${id}/approval`, {})).status).toBe(403);
  expect((await dev.get(`/requests/${id}/snippet`)).status).toBe(409);

  expect((await security.post(`/requests/${id}/question`, { question: "Which one?" })).status).toBe(201);
  expect((await security.post(`/requests/${id}/approval`, {})).status).toBe(409);
  expect((await dev.post(`/requests/${id}/answer`, { answer: "Checkout" })).status).toBe(201);
  const row = await security.send("PUT", `/requests/${id}/checklist/source_reviewed`, { answer: "yes" });
  expect(row.json).toMatchObject({ item: "source_reviewed", answer: "yes" });
  expect((await security.send("PUT", `/requests/${id}/checklist/other`, { answer: "yes" })).status).toBe(404);
  const wider = await security.post(`/requests/${id}/approval`, { tools: ["search", "drop"] });
  expect(wider.status).toBe(422);
  const approved = await security.post(`/requests/${id}/approval`, {});
  expect(approved.status).toBe(201);
  const { grantId } = Granted.parse(approved.json);
  expect((await security.post(`/requests/${id}/denial`, { reason: "no" })).status).toBe(409);
  const detail = await dev.get(`/requests/${id}`);
  expect(detail.json).toMatchObject({ state: "approved", tools: ["search"], decision: { grantId } });
  const snippet = await dev.get(`/requests/${id}/snippet?client=vscode`);
  expect(snippet.json).toMatchObject({ client: "vscode", text: expect.stringContaining("npx") });

  expect(await call()).toMatchObject({ allowed: true, grantId, environment: "development" });
  expect((await security.post(`/grants/${grantId}/suspension`, { reason: "look" })).status).toBe(201);
  expect(await call()).toMatchObject({ allowed: false, reason: "grant_suspended" });
  expect((await security.send("DELETE", `/grants/${grantId}/suspension`)).status).toBe(204);
  expect(await call()).toMatchObject({ allowed: true });
  expect((await dev.post(`/grants/${grantId}/revocation`, { reason: "done" })).status).toBe(201);
  expect(await call()).toMatchObject({ allowed: false, reason: "grant_revoked" });
  expect((await dev.get(`/grants/${grantId}`)).json).toMatchObject({ state: "revoked", requestId: id });
  expect((await dev.get("/grants?state=revoked")).json).toMatchObject({
    rows: [{ id: grantId }],
    nextCursor: null,
  });
});

test("ids of another organization are 404 in paths and in bodies, and odd bodies are 422, never 500", async () => {
  app.clock.now = NOON;
  const s = await requestScene(database.db);
  const other = await requestScene(database.db);
  const foreign = await other.ask();
  const key = await keyOf(s.org, s.org.owner, "development");
  for (const path of [`/requests/${foreign}/approval`, `/requests/${foreign}/withdrawal`]) {
    expect((await key.post(path, {})).status, path).toBe(404);
  }
  expect((await key.get(`/requests/${foreign}`)).status).toBe(404);
  expect((await key.post("/decisions", { server: other.server.id, tool: "x" })).status).toBe(404);
  const terms = { environment: "development", endsAt: "2026-12-31", reason: "x" };
  expect((await key.post("/requests", { serverId: other.server.id, ...terms })).status).toBe(404);
  for (const odd of [
    {},
    { serverId: s.server.id, ...terms, environment: "moon" },
    { serverId: s.server.id, ...terms, endsAt: "2020-01-01" },
    { serverId: s.server.id, ...terms, reason: "\0" },
    { serverId: s.server.id, ...terms, environments: ["production"] },
    { identity: "nonsense", ...terms },
    { ...terms },
  ]) {
    expect((await key.post("/requests", odd)).status, JSON.stringify(odd)).toBe(422);
  }
  expect((await key.post("/decisions", { server: "npm:x", tool: "a\0b" })).status).toBe(422);
  const body = { server: "npm:x", tool: "a", environment: "production" };
  expect((await key.post("/decisions", body)).status).toBe(422);
});

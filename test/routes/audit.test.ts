import { expect, test } from "vitest";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  const org = await createOrganization(database.db);
  const auditor = await createMember(org, "auditor");
  const now = new Date();
  const team = await createTeam(as(org, org.owner, { now }), { name: "Payments" });
  return { org, auditor, team, now };
}

test("an auditor sees who did what to what, opens an event and reads it field by field", async () => {
  const { org, auditor, team } = await scene();
  const browser = await app.signedIn(auditor);
  const page = await browser.get(`/${org.slug}/audit`);
  expect(page.status).toBe(200);
  expect(page.text).toContain(org.owner.name);
  expect(page.text).toContain("created a team");
  const id = /event=([0-9a-f-]{36})/.exec(page.text)?.[1];
  const open = await browser.get(`/${org.slug}/audit?target=${team.id}&event=${id}`);
  expect(open.status).toBe(200);
  expect(open.text).toContain("Before and after");
  expect(open.text).toContain("Payments");
});

test("a filter that means nothing shows no event and says why", async () => {
  const { org, auditor } = await scene();
  const browser = await app.signedIn(auditor);
  const page = await browser.get(`/${org.slug}/audit?target=payments`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("whole id");
  expect(page.text).not.toContain("created a team</td>");
});

test("a member has no audit page", async () => {
  const { org } = await scene();
  const browser = await app.signedIn(await createMember(org, "member"));
  expect((await browser.get(`/${org.slug}/audit`)).status).toBe(403);
  expect((await browser.post(`/${org.slug}/audit/export.jsonl`, {})).status).toBe(403);
});

test("an export holds one JSON object a line, names people by id only and leaves one event", async () => {
  const { org, auditor, team } = await scene();
  app.clock.now = new Date(Date.now() + 1_000);
  const browser = await app.signedIn(auditor);
  const file = await browser.post(`/${org.slug}/audit/export.jsonl?verb=team.create`, {});
  app.clock.now = undefined;
  expect(file.status).toBe(200);
  const lines = file.text.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    verb: "team.create",
    actor: { memberId: org.owner.id },
    target: { kind: "team", id: team.id },
  });
  expect(file.text).not.toContain(org.owner.name);
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["team.create", "audit.export"]);
});

test("the API lists by cursor and exports as JSON Lines, for keys with the scope only", async () => {
  const { org, auditor, now } = await scene();
  const ctx = as(org, auditor, { now });
  const key = await createApiKey(ctx, { name: "evidence", scopes: ["audit"], days: 30, environment: null });
  const wrong = await createApiKey(ctx, { name: "reader", scopes: ["read"], days: 30, environment: null });
  expect((await app.api(wrong.key).get("/audit-events")).status).toBe(403);
  const api = app.api(key.key);
  const first = await api.get("/audit-events?limit=1");
  expect(first.status).toBe(200);
  expect(first.json).toMatchObject({ rows: [{ verb: "api_key.create" }] });
  const cursor = /"nextCursor":"([^"]+)"/.exec(first.text)?.[1];
  const second = await api.get(`/audit-events?limit=1&cursor=${cursor}`);
  expect(second.json).toMatchObject({ rows: [{ verb: "api_key.create" }] });
  app.clock.now = new Date(Date.now() + 1_000);
  const file = await api.get("/audit-events.jsonl");
  app.clock.now = undefined;
  expect(file.headers.get("content-type")).toContain("application/jsonl");
  expect(file.text.trimEnd().split("\n")).toHaveLength(3);
});

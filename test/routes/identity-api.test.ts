import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { z } from "zod";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { SCOPES, type Scope } from "#app/domain/permissions.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite } from "#test/support/identity-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function keyOf(org: TestOrganization, who: TestMember, scopes: Scope[] = [...SCOPES]) {
  const now = new Date();
  const made = await createApiKey(as(org, who, { now }), {
    name: "test",
    scopes,
    days: 1,
    environment: null,
  });
  return app.api(made.key);
}

const Rows = z.object({ rows: z.array(z.looseObject({ id: z.uuid() })), nextCursor: z.string().nullable() });
const Made = z.looseObject({ id: z.uuid() });

test("teams, members and roles are managed through the API, one audit event each", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const api = await keyOf(org, org.owner);
  const made = await api.post("/teams", { name: "Payments" });
  expect(made.status).toBe(201);
  const { id } = Made.parse(made.json);
  const place = `/teams/${id}/members/${who.id}`;
  expect((await api.send("PUT", place, { isLead: true })).json).toEqual({
    teamId: id,
    memberId: who.id,
    isLead: true,
  });
  expect((await api.get(`/teams/${id}`)).json).toMatchObject({ memberCount: 1, leads: [{ id: who.id }] });
  expect((await api.send("DELETE", place)).status).toBe(204);
  const changed = await api.send("PATCH", `/members/${who.id}`, { role: "security" });
  expect(changed.json).toEqual({ memberId: who.id, role: "security" });
  expect((await api.send("DELETE", `/members/${who.id}`)).status).toBe(204);
  const verbs = (await auditEvents(org)).map((event) => event.verb).slice(1);
  expect(verbs).toEqual([
    "team.create",
    "team.set_member",
    "team.remove_member",
    "member.change_role",
    "member.remove",
  ]);
});

test("lists answer pages by cursor until there are no more", async () => {
  const org = await createOrganization(database.db);
  for (let made = 0; made < 3; made++) await createTeamOf(org, []);
  const api = await keyOf(org, org.owner);
  const first = Rows.parse((await api.get("/teams?limit=2")).json);
  const second = Rows.parse((await api.get(`/teams?limit=2&cursor=${first.nextCursor}`)).json);
  expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(3);
  expect(second.nextCursor).toBeNull();
  for (const list of ["/members", "/invitations", "/api-keys"]) {
    expect([list, Rows.safeParse((await api.get(list)).json).success]).toEqual([list, true]);
  }
  expect((await api.get("/organization")).json).toMatchObject({ id: org.id, slug: org.slug });
  expect((await api.get("/members?search=owner&role=owner")).json).toMatchObject({ nextCursor: null });
  expect((await api.get("/teams?cursor=nonsense")).status).toBe(422);
});

test("an invitation's link and a key are in the answer that made them and in no list", async () => {
  const org = await createOrganization(database.db);
  const api = await keyOf(org, org.owner);
  const invited = await api.post("/invitations", { email: "api@example.test", name: "Api" });
  expect(invited.status).toBe(201);
  const link = z.looseObject({ id: z.uuid(), url: z.url() }).parse(invited.json);
  const made = await api.post("/api-keys", { name: "Gateway", scopes: ["check"], environment: "staging" });
  const { key } = z.looseObject({ key: z.string() }).parse(made.json);
  const lists = `${(await api.get("/invitations")).text}${(await api.get("/api-keys")).text}`;
  expect(lists).toContain("api@example.test");
  expect(lists).not.toContain(key);
  expect(lists).not.toContain(link.url);
  expect((await api.send("DELETE", `/invitations/${link.id}`)).status).toBe(204);
  expect((await api.send("DELETE", `/invitations/${link.id}`)).status).toBe(409);
});

test("a revoked key and a removed member's key are refused at their next call", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "security");
  const owner = await keyOf(org, org.owner);
  const theirs = await keyOf(org, who, ["read", "admin"]);
  const own = Made.parse((await theirs.post("/api-keys", { name: "Second", scopes: ["read"] })).json);
  const second = app.api(z.looseObject({ key: z.string() }).parse(own).key);
  expect((await second.get("/members")).status).toBe(200);
  expect((await theirs.send("DELETE", `/api-keys/${own.id}`)).status).toBe(204);
  expect((await second.get("/members")).status).toBe(401);
  expect((await owner.send("DELETE", `/members/${who.id}`)).status).toBe(204);
  expect((await theirs.get("/members")).status).toBe(401);
});

test("a key without the admin scope, and a member's key with it, change nothing here", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const { id } = await invite(org, "member", "open@example.test");
  for (const api of [await keyOf(org, org.owner, ["read", "grant"]), await keyOf(org, who)]) {
    const before = (await auditEvents(org)).length;
    for (const [method, path, body] of [
      ["POST", "/teams", { name: "X" }],
      ["POST", "/invitations", { email: "x@example.test", name: "X" }],
      ["DELETE", `/invitations/${id}`, undefined],
      ["PATCH", `/members/${who.id}`, { role: "admin" }],
      ["DELETE", `/members/${who.id}`, undefined],
    ] as const) {
      expect([method, path, (await api.send(method, path, body)).status]).toEqual([method, path, 403]);
    }
    expect(await auditEvents(org)).toHaveLength(before);
  }
});

test("ids of another organization answer 404, in paths and in bodies", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const ours = await createTeamOf(org, []);
  const theirs = await createTeamOf(other, [{ member: other.owner }]);
  const link = await invite(other, "member", "theirs@example.test");
  const theirKey = await createApiKey(as(other, other.owner), {
    name: "theirs",
    scopes: ["read"],
    days: 1,
    environment: null,
  });
  const api = await keyOf(org, org.owner);
  for (const [method, path, body] of [
    ["GET", `/teams/${theirs.id}`, undefined],
    ["PUT", `/teams/${theirs.id}/members/${org.owner.id}`, { isLead: true }],
    ["PUT", `/teams/${ours.id}/members/${other.owner.id}`, { isLead: true }],
    ["DELETE", `/teams/${theirs.id}/members/${other.owner.id}`, undefined],
    ["PATCH", `/members/${other.owner.id}`, { role: "member" }],
    ["DELETE", `/members/${other.owner.id}`, undefined],
    ["DELETE", `/invitations/${link.id}`, undefined],
    ["DELETE", `/api-keys/${theirKey.id}`, undefined],
    ["POST", "/invitations", { email: "y@example.test", name: "Y", teamIds: [theirs.id] }],
    ["GET", `/teams/${uuidv7()}`, undefined],
  ] as const) {
    expect([method, path, (await api.send(method, path, body)).status]).toEqual([method, path, 404]);
  }
});

test("a body with a field nobody knows is refused whole", async () => {
  const org = await createOrganization(database.db);
  const api = await keyOf(org, org.owner);
  expect((await api.post("/teams", { name: "X", orgId: org.id })).status).toBe(422);
  const foreign = { name: "K", scopes: ["read"], memberId: org.owner.id };
  expect((await api.post("/api-keys", foreign)).status).toBe(422);
});

import { expect, test } from "vitest";
import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { revokeScimToken } from "#app/domain/provisioning/revoke-scim-token.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite } from "#test/support/identity-factories.ts";
import { entraUser, GROUP, PATCH_OP, scimClient, scimTokenOf, USER } from "#test/support/scim.ts";

const database = openTestDatabase();
const app = openTestApp(database);
let people = 0;
const anAddress = () => `person-${++people}@example.test`;

async function scene() {
  const org = await createOrganization(database.db);
  const token = await scimTokenOf(org);
  return { org, token, idp: scimClient(app.url, token.token) };
}

const verbsSince = async (org: TestOrganization, from: number) =>
  (await auditEvents(org)).slice(from).map((event) => event.verb);

const membersOf = (org: TestOrganization, email: string) =>
  database.admin`select id, account_id, name, role, removed_at from member
    where org_id = ${org.id} and email = ${email} order by id`;

test("a provider describes itself: what is supported, the resource types and the schemas", async () => {
  const { idp } = await scene();
  const config = await idp.get("/ServiceProviderConfig");
  expect(config.status).toBe(200);
  expect(config.headers.get("content-type")).toBe("application/scim+json");
  expect(JSON.parse(config.text)).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
  expect((await idp.get("/ResourceTypes")).json.totalResults).toBe(2);
  expect((await idp.get("/ResourceTypes/User")).text).toContain("/Users");
  expect((await idp.get(`/Schemas/${USER}`)).text).toContain("userName");
  expect((await idp.get("/Nothing")).status).toBe(404);
  expect((await idp.send("POST", "/ServiceProviderConfig", {})).status).toBe(405);
});

test("a user that is created is a member without invitation, found by userName, externalId, id and address", async () => {
  const { org, idp } = await scene();
  const address = anAddress();
  const before = (await auditEvents(org)).length;
  const made = await idp.post("/Users", entraUser(address));
  expect(made.status, made.text).toBe(201);
  expect(made.headers.get("location")).toBe(made.json.meta.location);
  expect(made.json).toMatchObject({ userName: address, active: true, displayName: "Ada Example" });
  expect(await verbsSince(org, before)).toEqual(["member.provision"]);
  const [row] = await membersOf(org, address);
  expect(row).toMatchObject({ name: "Ada Example", role: "member", removed_at: null });
  const [account] = await database.admin`select password_hash from account where id = ${row?.account_id}`;
  expect(account).toEqual({ password_hash: null });
  for (const filter of [
    `userName eq "${address.toUpperCase()}"`,
    `externalId eq "${address.split("@")[0]}"`,
    `id eq "${made.json.id}"`,
    `emails[type eq "work"].value eq "${address}"`,
    `userName eq "${address}" and active eq true`,
  ]) {
    const found = await idp.find("Users", filter);
    expect(
      found.json.Resources?.map((user) => user.id),
      filter + found.text,
    ).toEqual([made.json.id]);
  }
  const again = await idp.post("/Users", entraUser(address));
  expect([again.status, again.json.scimType]).toEqual([409, "uniqueness"]);
  expect(again.headers.get("content-type")).toBe("application/scim+json");
});

test("members who were here before are found, changed and removed like those the provider made", async () => {
  const { org, idp } = await scene();
  const who = await createMember(org, "approver");
  const found = await idp.find("Users", `userName eq "${who.email}"`);
  expect(found.json.Resources).toMatchObject([{ id: who.id, active: true }]);
  const linked = await idp.patch(`/Users/${who.id}`, { op: "Add", path: "externalId", value: "ext-1" });
  expect(linked.json).toMatchObject({ id: who.id, externalId: "ext-1" });
  const [row] = await database.admin`select role from member where id = ${who.id}`;
  expect(row?.role).toBe("approver");
  expect((await idp.send("DELETE", `/Users/${who.id}`)).status).toBe(204);
  expect((await membersOf(org, who.email))[0]?.removed_at).not.toBeNull();
  expect((await idp.get(`/Users/${who.id}`)).status).toBe(404);
});

test.each([
  ["Okta's value object", { op: "replace", value: { active: false } }],
  ["Entra's text and capitals", { op: "Replace", path: "active", value: "False" }],
  ["Entra's value object with text", { op: "Replace", value: { active: "False" } }],
  ["a path with its schema", { op: "replace", path: `${USER}:active`, value: false }],
])(
  "somebody deactivated by %s is removed by the one verb, and active again is a new member under the same id",
  async (_, operation) => {
    const { org, idp } = await scene();
    const address = anAddress();
    const { id } = (await idp.post("/Users", entraUser(address))).json;
    const [first] = await membersOf(org, address);
    const browser = await app.signedIn({ accountId: first?.account_id });
    expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(200);
    const before = (await auditEvents(org)).length;
    const off = await idp.patch(`/Users/${id}`, operation);
    expect([off.status, off.json.active, off.json.id], off.text).toEqual([200, false, id]);
    expect(await verbsSince(org, before)).toEqual(["member.remove"]);
    expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(404);
    expect((await idp.find("Users", `userName eq "${address}"`)).json.Resources).toMatchObject([
      { id, active: false },
    ]);
    const again = (await auditEvents(org)).length;
    await idp.patch(`/Users/${id}`, operation);
    expect(await verbsSince(org, again)).toEqual([]);
    const on = await idp.patch(`/Users/${id}`, { op: "Replace", path: "active", value: "True" });
    expect(on.json).toMatchObject({ id, active: true });
    const rows = await membersOf(org, address);
    expect(rows.map((row) => row.removed_at === null)).toEqual([false, true]);
    expect(rows[0]?.account_id).toBe(rows[1]?.account_id);
  },
);

test("the event of a provisioned removal names the token, never the person", async () => {
  const { org, idp, token } = await scene();
  const address = anAddress();
  const { id } = (await idp.post("/Users", entraUser(address))).json;
  await idp.patch(`/Users/${id}`, { op: "replace", value: { active: false } });
  const rows = await database.admin`
    select actor_kind, actor_via, touched, before, after from audit_event
    where org_id = ${org.id} and verb in ('member.provision', 'member.remove', 'scim_token.create') order by id`;
  expect(rows.slice(1).map((row) => [row.actor_kind, row.actor_via])).toEqual(
    Array(2).fill(["system", `scim_token:${token.id}`]),
  );
  expect(JSON.stringify(rows)).not.toContain(address);
  expect(JSON.stringify(rows)).not.toContain("Ada");
  expect(JSON.stringify(rows)).not.toContain(token.token);
});

test("names, user names and addresses are taken over in the shapes Okta and Entra send; the sign-in address stays", async () => {
  const { org, idp } = await scene();
  const address = anAddress();
  const { id } = (await idp.post("/Users", entraUser(address))).json;
  const changed = await idp.patch(
    `/Users/${id}`,
    { op: "Replace", path: 'emails[type eq "work"].value', value: "new@example.test" },
    { op: "Replace", path: "displayName", value: "Ada Søren 👩‍💻" },
    { op: "Add", path: 'phoneNumbers[type eq "work"].value', value: "123" },
    { op: "Replace", value: { "name.givenName": "Adah", title: "Dr", id: "other" } },
  );
  expect(changed.status, changed.text).toBe(200);
  expect(changed.json).toMatchObject({ id, displayName: "Ada Søren 👩‍💻", userName: address });
  expect(changed.text).toContain("new@example.test");
  expect(await membersOf(org, address)).toHaveLength(1);
  const ignored = await idp.patch(`/Users/${id}`, { op: "Add", path: "title", value: "Dr" });
  expect(ignored.status).toBe(200);
  const put = await idp.send(
    "PUT",
    `/Users/${id}`,
    entraUser("other-name@example.test", { displayName: "Put" }),
  );
  expect(put.json).toMatchObject({
    id,
    userName: "other-name@example.test",
    displayName: "Put",
    active: true,
  });
  const other = await idp.post("/Users", entraUser(anAddress()));
  const taken = await idp.patch(`/Users/${other.json.id}`, {
    op: "replace",
    path: "userName",
    value: "other-name@example.test",
  });
  expect(taken.status).toBe(409);
});

test("an account of the address that exists elsewhere gets a membership here and nothing else about it changes", async () => {
  const { org, idp } = await scene();
  const elsewhere = await createOrganization(database.db);
  const { email, accountId, name } = elsewhere.owner;
  const of = () => database.admin`select * from account where id = ${accountId}`;
  const before = await of();
  const made = await idp.post("/Users", entraUser(email, { displayName: "Called otherwise" }));
  expect(made.status).toBe(201);
  expect(await of()).toEqual(before);
  expect((await membersOf(org, email))[0]).toMatchObject({ account_id: accountId, role: "member" });
  await idp.patch(`/Users/${made.json.id}`, { op: "replace", value: { active: false } });
  expect(await of()).toEqual(before);
  const [there] = await membersOf(elsewhere, email);
  expect(there).toMatchObject({ name, role: "owner", removed_at: null });
});

test("an account somebody made with another's address by a shown link gets no membership before the mailbox is proved", async () => {
  const { org, idp } = await scene();
  const stranger = await createOrganization(database.db);
  const email = anAddress();
  const { token } = await invite(stranger, "member", email);
  const edge = { db: database.db, now: NOON, requestId: "test", from: null };
  const password = "correct horse battery staple 7";
  const { accountId } = await acceptInvitation(edge, { token, name: "Not them", password, signedInAs: null });
  const before = await auditEvents(org);
  expect((await idp.post("/Users", entraUser(email))).status).toBe(409);
  expect([await membersOf(org, email), await auditEvents(org)]).toEqual([[], before]);
  const other = await idp.post("/Users", entraUser(anAddress()));
  await idp.patch(`/Users/${other.json.id}`, { op: "replace", path: "active", value: false });
  await idp.patch(`/Users/${other.json.id}`, { op: "replace", path: "emails", value: [{ value: email }] });
  const again = { op: "replace", path: "active", value: true };
  expect((await idp.patch(`/Users/${other.json.id}`, again)).status).toBe(409);
  expect(await membersOf(org, email)).toEqual([]);
  await database.admin`update account set email_verified_at = now() where id = ${accountId}`;
  expect((await idp.post("/Users", entraUser(email, { userName: anAddress() }))).status).toBe(201);
});

test.each([
  ["removed", { op: "Remove", path: "externalId" }],
  ["replaced by null", { op: "Replace", path: "externalId", value: null }],
  ["replaced by nothing", { op: "replace", path: "EXTERNALID", value: "" }],
  ["replaced by null without a path", { op: "replace", value: { externalId: null } }],
])(
  "an externalId that is %s is gone, of a person and of a group, and is found no more",
  async (_, operation) => {
    const { idp } = await scene();
    const user = await idp.post("/Users", entraUser(anAddress(), { externalId: "ext-u" }));
    const group = await idp.post("/Groups", {
      schemas: [GROUP],
      displayName: "Payments",
      externalId: "ext-g",
    });
    for (const [noun, id] of [
      ["Users", user.json.id],
      ["Groups", group.json.id],
    ] as const) {
      const other = { op: "replace", path: "displayName", value: "Renamed" };
      expect((await idp.patch(`/${noun}/${id}`, other)).json.externalId).toMatch(/^ext-/);
      const cleared = await idp.patch(`/${noun}/${id}`, operation);
      expect([cleared.status, cleared.json.externalId], cleared.text).toEqual([200, undefined]);
      expect((await idp.find(noun, 'externalId eq "ext-u"')).json.totalResults).toBe(0);
      expect((await idp.find(noun, 'externalId eq "ext-g"')).json.totalResults).toBe(0);
    }
  },
);

test("a whole user or group without an externalId keeps it, and one with null has none any more", async () => {
  const { idp } = await scene();
  const address = anAddress();
  const at = `/Users/${(await idp.post("/Users", entraUser(address, { externalId: "e" }))).json.id}`;
  const { externalId: _, ...silent } = entraUser(address);
  expect((await idp.send("PUT", at, silent)).json.externalId).toBe("e");
  const put = await idp.send("PUT", at, entraUser(address, { externalId: null, name: null, nickName: null }));
  expect([put.status, put.json.externalId, put.json.displayName]).toEqual([200, undefined, "Ada Example"]);
  const made = await idp.post("/Groups", { schemas: [GROUP], displayName: "None in it", members: null });
  expect([made.status, made.json.members]).toEqual([201, undefined]);
});

test("attribute names are taken with any capitals, and what says nothing changes nothing", async () => {
  const { org, idp } = await scene();
  const at = `/Users/${(await idp.post("/Users", entraUser(anAddress()))).json.id}`;
  const renamed = await idp.patch(at, { op: "replace", path: "USERNAME", value: "big@example.test" });
  expect([renamed.status, renamed.json.userName], renamed.text).toEqual([200, "big@example.test"]);
  const both = await idp.patch(at, { op: "replace", value: { UserName: "b@example.test", Active: "True" } });
  expect([both.json.userName, both.json.active]).toEqual(["b@example.test", true]);
  const before = (await auditEvents(org)).length;
  for (const operation of [
    { op: "remove", path: "active" },
    { op: "replace", path: "active", value: null },
    { op: "remove", path: "emails" },
    { op: "remove", path: "displayName" },
    { op: "add", value: { externalId: null, emails: null } },
  ]) {
    const answer = await idp.patch(at, operation);
    expect([answer.status, answer.json.active], answer.text).toEqual([200, true]);
  }
  expect(await verbsSince(org, before)).toEqual([]);
  const nobody = await idp.patch(at, { op: "remove", path: "userName" });
  expect([nobody.status, nobody.json.scimType]).toEqual([400, "invalidValue"]);
});

test("somebody whose address changed at the provider comes back as the account of the new address", async () => {
  const { org, idp } = await scene();
  const [first, second] = [anAddress(), anAddress()];
  const at = `/Users/${(await idp.post("/Users", entraUser(first))).json.id}`;
  await idp.patch(at, { op: "replace", path: 'emails[type eq "work"].value', value: second });
  await idp.patch(at, { op: "replace", value: { active: false } });
  const back = await idp.patch(at, { op: "replace", value: { active: true } });
  expect([back.status, back.json.active], back.text).toEqual([200, true]);
  expect(await membersOf(org, first)).toMatchObject([{ removed_at: expect.any(Date) }]);
  expect(await membersOf(org, second)).toMatchObject([{ removed_at: null, role: "member" }]);
});

test("a second owner is removed like anybody else, with their keys; the first is then the last", async () => {
  const { org, idp } = await scene();
  const second = await createMember(org, "owner");
  const terms = { name: "CI", scopes: ["read" as const], days: 1, environment: null };
  const { key } = await createApiKey(as(org, second, { now: new Date() }), terms);
  expect((await app.api(key).get("/me")).status).toBe(200);
  expect(
    (await idp.patch(`/Users/${second.id}`, { op: "Replace", path: "active", value: "False" })).status,
  ).toBe(200);
  expect((await app.api(key).get("/me")).status).toBe(401);
  const last = await idp.patch(`/Users/${org.owner.id}`, { op: "Replace", path: "active", value: "False" });
  expect([last.status, last.json.detail]).toEqual([409, expect.stringContaining("last owner")]);
});

test("a group filled by two clients at once ends with what both put in; one of two equal names is refused", async () => {
  const { idp } = await scene();
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) ids.push((await idp.post("/Users", entraUser(anAddress()))).json.id);
  const at = `/Groups/${(await idp.post("/Groups", { schemas: [GROUP], displayName: "Shared" })).json.id}`;
  await Promise.all(ids.map((value) => idp.patch(at, { op: "add", path: "members", value: [{ value }] })));
  const members = (await idp.get(at)).json.members?.map((member) => member.value).sort();
  expect(members).toEqual([...ids].sort());
  const made = await Promise.all(
    [1, 2].map(() => idp.post("/Groups", { schemas: [GROUP], displayName: "Twice" })),
  );
  expect(made.map((answer) => answer.status).sort()).toEqual([201, 409]);
  const taken = await idp.patch(at, { op: "replace", path: "displayName", value: "Twice" });
  expect([taken.status, taken.json.detail]).toEqual([409, expect.stringContaining("Twice")]);
});

test("the last owner is refused, by deactivating and by deleting, with a sentence", async () => {
  const { org, idp } = await scene();
  for (const answer of [
    await idp.patch(`/Users/${org.owner.id}`, { op: "replace", value: { active: false } }),
    await idp.send("DELETE", `/Users/${org.owner.id}`),
  ]) {
    expect([answer.status, answer.json.detail]).toEqual([409, expect.stringContaining("last owner")]);
  }
  expect((await membersOf(org, org.owner.email))[0]?.removed_at).toBeNull();
});

test("groups are teams: made, filled, emptied person by person and deleted, in both shapes", async () => {
  const { org, idp } = await scene();
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push((await idp.post("/Users", entraUser(anAddress()))).json.id);
  const [one = "", two = "", three = ""] = ids;
  const made = await idp.post("/Groups", {
    schemas: [GROUP],
    displayName: "Payments",
    externalId: "grp-1",
    members: [{ value: one }],
  });
  expect(made.status, made.text).toBe(201);
  const at = `/Groups/${made.json.id}`;
  const inIt = async () => ((await idp.get(at)).json.members ?? []).map((member) => member.value).sort();
  await idp.patch(at, { op: "Add", path: "members", value: [{ $ref: null, value: two }, { value: three }] });
  expect(await inIt()).toEqual([one, two, three].sort());
  const before = (await auditEvents(org)).length;
  await idp.patch(at, { op: "remove", path: `members[value eq "${one}"]` });
  expect(await inIt()).toEqual([two, three].sort());
  expect(await verbsSince(org, before)).toEqual(["team.remove_member"]);
  await idp.patch(at, { op: "Remove", path: "members", value: [{ value: two }] });
  expect(await inIt()).toEqual([three]);
  const checked = await idp.find("Groups", `id eq "${made.json.id}" and members eq "${three}"`);
  expect(checked.json.totalResults).toBe(1);
  await idp.patch(at, { op: "replace", value: { id: made.json.id, displayName: "Payments 支払い" } });
  expect((await idp.find("Groups", 'displayName eq "payments 支払い"')).json.totalResults).toBe(1);
  const put = await idp.send("PUT", at, {
    schemas: [GROUP],
    displayName: "Payments",
    members: [{ value: one }],
  });
  expect(put.json).toMatchObject({ displayName: "Payments", externalId: "grp-1", members: [{ value: one }] });
  expect((await idp.get("/Groups?excludedAttributes=members")).json.Resources[0]?.members).toBeUndefined();
  expect((await idp.send("DELETE", at)).status).toBe(204);
  expect((await idp.get(at)).status).toBe(404);
  const [left] = await database.admin`select count(*)::int as n from team_member where org_id = ${org.id}`;
  expect(left?.n).toBe(0);
  const again = await idp.post("/Groups", { schemas: [GROUP], displayName: "Payments" });
  expect([again.status, again.json.id]).toEqual([201, made.json.id]);
  expect((await idp.post("/Groups", { schemas: [GROUP], displayName: "Payments" })).status).toBe(409);
});

test("who leads a team goes on leading it while the provider changes who is in it", async () => {
  const { org, idp } = await scene();
  const lead = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: lead, isLead: true }]);
  const { id } = (await idp.post("/Users", entraUser(anAddress()))).json;
  await idp.patch(`/Groups/${team.id}`, { op: "add", path: "members", value: [{ value: id }] });
  const [row] = await database.admin`select is_lead from team_member where member_id = ${lead.id}`;
  expect(row?.is_lead).toBe(true);
  await idp.patch(`/Groups/${team.id}`, { op: "remove", path: `members[value eq "${lead.id}"]` });
  const [lost] = await database.admin`select lost_lead_at from team where id = ${team.id}`;
  expect(lost?.lost_lead_at).not.toBeNull();
});

test("another organization's people, groups and tokens are not found, by path, filter, member or body", async () => {
  const ours = await scene();
  const theirs = await scene();
  const theirUser = (await theirs.idp.post("/Users", entraUser(anAddress()))).json;
  const theirGroup = (await theirs.idp.post("/Groups", { schemas: [GROUP], displayName: "Theirs" })).json;
  const before = await auditEvents(theirs.org);
  for (const path of [
    `/Users/${theirUser.id}`,
    `/Groups/${theirGroup.id}`,
    `/Users/${theirs.org.owner.id}`,
  ]) {
    expect((await ours.idp.get(path)).status).toBe(404);
    expect((await ours.idp.send("DELETE", path)).status).toBe(404);
    expect(
      (await ours.idp.patch(path, { op: "replace", value: { active: false, displayName: "x" } })).status,
    ).toBe(404);
    const group = { schemas: [GROUP], displayName: "Taken" };
    const body = path.startsWith("/Groups") ? group : entraUser(anAddress());
    expect((await ours.idp.send("PUT", path, body)).status).toBe(404);
  }
  expect((await ours.idp.find("Users", `id eq "${theirUser.id}"`)).json.totalResults).toBe(0);
  expect((await ours.idp.find("Users", `userName eq "${theirUser.userName}"`)).json.totalResults).toBe(0);
  const mixed = { schemas: [GROUP], displayName: "Mixed", members: [{ value: theirUser.id }] };
  expect((await ours.idp.post("/Groups", mixed)).status).toBe(400);
  expect((await ours.idp.find("Groups", 'displayName eq "Mixed"')).json.totalResults).toBe(0);
  expect(await auditEvents(theirs.org)).toEqual(before);
});

test("a revoked token, an API key, a made-up one and none are refused in SCIM's own shape", async () => {
  const { org, token, idp } = await scene();
  await revokeScimToken(as(org, org.owner, { now: new Date() }), { scimTokenId: token.id });
  const terms = { name: "CI", scopes: ["admin" as const], days: 1, environment: null };
  const { key } = await createApiKey(as(org, org.owner, { now: new Date() }), terms);
  const cookie = await app.signedIn(org.owner);
  for (const client of [
    idp,
    scimClient(app.url, key),
    scimClient(app.url, "scm_made-up-token-of-length"),
    scimClient(app.url, undefined),
  ]) {
    const answer = await client.get("/Users");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([401, "application/scim+json"]);
    expect(answer.text).not.toContain(org.owner.email);
    expect((await client.post("/Users", entraUser(anAddress()))).status).toBe(401);
  }
  expect((await cookie.get("/scim/v2/Users")).status).toBe(401);
  expect((await app.api(token.token).get("/me")).status).toBe(401);
});

test("odd filters, ids, bodies and patches are refused with a SCIM error and change nothing", async () => {
  const { org, idp } = await scene();
  const { id } = (await idp.post("/Users", entraUser(anAddress()))).json;
  const before = await auditEvents(org);
  const filters = [
    `userName eq "x" or userName eq "${org.owner.email}"`,
    `userName sw "a"`,
    `userName eq "a"; drop table member`,
    `password eq "x"`,
    `userName eq`,
    `not (userName eq "a")`,
    `constructor eq "x"`,
    `__proto__ eq "x"`,
    `__proto__.polluted eq "x"`,
    `emails[constructor.prototype.polluted eq "x"].value eq "y"`,
    `${"(".repeat(200)}userName eq "a"${")".repeat(200)}`,
    `userName eq "${"a".repeat(600)}"`,
  ];
  for (const filter of filters) {
    const answer = await idp.find("Users", filter);
    expect([answer.status, answer.json.scimType], filter + answer.text).toEqual([400, "invalidFilter"]);
  }
  const injected = await idp.find("Users", `userName eq "' or 1=1 --"`);
  expect([injected.status, injected.json.totalResults]).toEqual([200, 0]);
  for (const [noun, filter] of [
    ["Users", 'id eq "no-uuid"'],
    ["Groups", 'id eq "no-uuid"'],
    ["Groups", 'members eq "no-uuid"'],
  ] as const) {
    expect((await idp.find(noun, filter)).json.totalResults).toBe(0);
  }
  expect((await idp.find("Users", 'userName eq "a\u0000"')).json.scimType).toBe("invalidFilter");
  const strangers = { schemas: [GROUP], displayName: "Odd", members: [{ value: "no-uuid" }] };
  expect((await idp.post("/Groups", strangers)).json.detail).toContain("nobody here");
  expect((await idp.get("/Users?startIndex=x")).status).toBe(400);
  for (const odd of ["no-uuid", "%00", "..%2fGroups"]) {
    expect([400, 404]).toContain((await idp.get(`/Users/${odd}`)).status);
  }
  const operation = { op: "add", path: "displayName", value: "x" };
  const patches: unknown[] = [
    {},
    { schemas: [PATCH_OP], Operations: [] },
    { schemas: [PATCH_OP], Operations: [{ op: "explode" }] },
    { schemas: [PATCH_OP], Operations: Array(1_001).fill(operation) },
    { schemas: ["urn:other"], Operations: [operation] },
    { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "emails[type eq", value: "x" }] },
    { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "active", value: "maybe" }] },
    { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "displayName", value: "n".repeat(300) }] },
    { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "displayName", value: "a\u202egnp" }] },
    { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "name.__proto__.x", value: "x" }] },
    { schemas: [PATCH_OP], Operations: [{ op: "remove", path: 'emails[__proto__.polluted eq "x"]' }] },
    { schemas: [PATCH_OP], Operations: [{ op: "add", value: { name: { __proto__x: 1 } } }] },
    [],
  ];
  for (const body of patches) {
    const answer = await idp.send("PATCH", `/Users/${id}`, body);
    expect(answer.status, JSON.stringify(body).slice(0, 100) + answer.text).toBe(400);
  }
  expect((await idp.post("/Users", "{")).status).toBe(400);
  const polluting = '{"userName":"x@example.test","name":{"\\u005f_proto__":{"polluted":1}}}';
  expect((await idp.post("/Users", polluting)).status).toBe(400);
  expect((await idp.get("/Users?attributes=__proto__.polluted")).status).toBe(400);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect((await idp.post("/Users", `{"userName":"${"a".repeat(1_100_000)}"}`)).status).toBe(413);
  expect((await idp.post("/Users", { userName: "no-address" })).status).toBe(400);
  expect((await idp.post("/Users", entraUser(anAddress(), { active: false }))).status).toBe(400);
  expect(await auditEvents(org)).toEqual(before);
});

test("requests of many organizations at once never see or touch one another", async () => {
  const scenes = await Promise.all([scene(), scene(), scene()]);
  await Promise.all(
    scenes.flatMap(({ idp }, tenant) =>
      Array.from({ length: 12 }, async (_, n) => {
        const address = `t${tenant}-n${n}-${people}@example.test`;
        const made = await idp.post("/Users", entraUser(address, { displayName: `Tenant ${tenant}` }));
        expect(made.json.displayName).toBe(`Tenant ${tenant}`);
        const [seen, listed] = await Promise.all([
          idp.get(`/Users/${made.json.id}`),
          idp.get("/Users?count=200"),
        ]);
        expect(seen.json.displayName).toBe(`Tenant ${tenant}`);
        const strangers = listed.json.Resources.filter(
          (user) => user.displayName.startsWith("Tenant") && user.displayName !== `Tenant ${tenant}`,
        );
        expect(strangers).toEqual([]);
      }),
    ),
  );
  for (const [tenant, { org }] of scenes.entries()) {
    const rows = await database.admin`select name from member where org_id = ${org.id} and role = 'member'`;
    expect(rows.map((row) => row.name)).toEqual(Array(12).fill(`Tenant ${tenant}`));
  }
});

test("a person created twice at once, and one patched twice at once, end as one person with both changes", async () => {
  const { org, idp } = await scene();
  const address = anAddress();
  const made = await Promise.all([1, 2, 3].map(() => idp.post("/Users", entraUser(address))));
  expect(made.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  expect(await membersOf(org, address)).toHaveLength(1);
  const id = made.find((answer) => answer.status === 201)?.json.id;
  await Promise.all([
    idp.patch(`/Users/${id}`, { op: "replace", path: "externalId", value: "ext" }),
    idp.patch(`/Users/${id}`, { op: "replace", path: "name.givenName", value: "Adah" }),
  ]);
  const { text, json } = await idp.get(`/Users/${id}`);
  expect([json.externalId, text.includes("Adah")]).toEqual(["ext", true]);
});

test("hundreds of people leave and join a group of thousands in one patch without holding anybody up", async () => {
  const { org, idp } = await scene();
  await database.admin`insert into account (id, email, name, created_at)
    select gen_random_uuid(), 'crowd-' || n || '@' || ${org.slug}, 'Crowd ' || n, now() from generate_series(1, 2000) n`;
  await database.admin`insert into member (org_id, id, account_id, role, name, email, joined_at)
    select ${org.id}, gen_random_uuid(), id, 'member', name, email, created_at from account where email like ${`%@${org.slug}`}`;
  const rows = await database.admin<
    { id: string }[]
  >`select id from member where org_id = ${org.id} order by id`;
  const members = rows.map(({ id }) => ({ value: id }));
  const made = await idp.post("/Groups", {
    schemas: [GROUP],
    displayName: "Crowd",
    members: members.slice(0, 1_500),
  });
  const leaving = members
    .slice(0, 400)
    .map(({ value }) => ({ op: "Remove", path: `members[value eq "${value}"]` }));
  const joining = members.slice(1_500, 1_900).map((one) => ({ op: "Add", path: "members", value: [one] }));
  const patched = await idp.patch(`/Groups/${made.json.id}`, ...leaving, ...joining);
  expect(patched.status, patched.text.slice(0, 300)).toBe(200);
  const now = new Set(patched.json.members?.map((one) => one.value));
  expect(now).toEqual(new Set(members.slice(400, 1_900).map((one) => one.value)));
}, 20_000);

test("a patch of a group that cannot be carried out says which operation it is, and nothing of it is", async () => {
  const { org, idp } = await scene();
  const { id } = (await idp.post("/Groups", { schemas: [GROUP], displayName: "Whole" })).json;
  const before = await auditEvents(org);
  const good = { op: "replace", path: "displayName", value: "Changed" };
  for (const odd of [
    { op: "remove", path: "displayName" },
    { op: "add", path: "members", value: "x" },
    { op: "add", path: "members" },
    { op: "replace", path: 'members[value eq "x"]', value: {} },
    { op: "remove", path: 'members[display eq "x"]' },
    { op: "remove", path: 'members[value eq "x"].value' },
    { op: "add", value: "x" },
    { op: "replace", path: "displayName", value: 5 },
  ]) {
    const answer = await idp.patch(`/Groups/${id}`, good, odd);
    expect([answer.status, answer.json.scimType], JSON.stringify(odd) + answer.text).toEqual([
      400,
      "invalidValue",
    ]);
  }
  expect(await auditEvents(org)).toEqual(before);
});

test("five thousand people are listed page by page, each once", async () => {
  const { org, idp } = await scene();
  await database.admin`insert into account (id, email, name, created_at)
    select gen_random_uuid(), 'many-' || n || '@' || ${org.slug}, 'Many ' || n, now() from generate_series(1, 5000) n`;
  await database.admin`insert into member (org_id, id, account_id, role, name, email, joined_at)
    select ${org.id}, gen_random_uuid(), id, 'member', name, email, created_at from account where email like ${`%@${org.slug}`}`;
  const seen = new Set<string>();
  let page = await idp.get("/Users?startIndex=1&count=200");
  expect(page.json.totalResults).toBe(5_001);
  for (let start = 1; page.json.Resources.length > 0; start += 200) {
    page = await idp.get(`/Users?startIndex=${start}&count=200`);
    for (const user of page.json.Resources) seen.add(user.id);
  }
  expect(seen.size).toBe(5_001);
  expect((await idp.get("/Users?count=0")).json).toMatchObject({ totalResults: 5_001, Resources: [] });
});

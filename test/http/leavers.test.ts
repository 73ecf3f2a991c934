import { expect, test } from "vitest";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { openTestApp } from "#test/support/app.ts";
import { placeDevice } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function keyOf(org: TestOrganization, who: TestMember): Promise<string> {
  const terms = { name: "CI", scopes: [...SCOPES], days: 30, environment: null };
  return (await createApiKey(as(org, who, { now: new Date() }), terms)).key;
}

const remove = (org: TestOrganization, who: TestMember) =>
  removeMember(as(org, org.owner, { now: new Date() }), { memberId: who.id });

test("a removed member's cookie opens that organization no more, and their other organizations go on", async () => {
  const org = await createOrganization(database.db);
  const elsewhere = await createOrganization(database.db);
  const who = await createMember(org, "admin");
  await createMember(elsewhere, "member", { accountId: who.accountId });
  const browser = await app.signedIn(who);
  expect((await browser.get(`/${org.slug}/settings/members`)).status).toBe(200);
  await remove(org, who);
  for (const path of ["/settings/members", "/inventory", "/inventory.data", ""]) {
    expect((await browser.get(`/${org.slug}${path}`)).status, path).toBe(404);
  }
  expect((await browser.get(`/${elsewhere.slug}/inventory`)).status).toBe(200);
  expect((await browser.open("/")).text).toContain(elsewhere.slug);
});

test("a removed member's API key and device key are refused at once, also for a post that was sent before", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "admin");
  const key = await keyOf(org, who);
  const deviceId = await placeDevice(org, who.id);
  const deviceKey = "csd_a-device-key-of-some-length";
  await database.admin`update device set key_hash = ${hashSecret(deviceKey)} where id = ${deviceId}`;
  const headers = { "Idempotency-Key": "once" };
  const made = await app.api(key).post("/teams", { name: "Payments" }, headers);
  expect(made.status).toBe(201);
  expect((await app.api(deviceKey).get("/me")).status).toBe(200);
  await remove(org, who);
  const again = await app.api(key).post("/teams", { name: "Payments" }, headers);
  expect([again.status, again.text.includes("Payments")]).toEqual([401, false]);
  expect((await app.api(deviceKey).get("/me")).status).toBe(401);
});

test("a lowered role counts for keys and browsers from the next request on", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "admin");
  const key = await keyOf(org, who);
  const browser = await app.signedIn(who);
  expect((await app.api(key).post("/teams", { name: "Before" })).status).toBe(201);
  await changeRole(as(org, org.owner, { now: new Date() }), { memberId: who.id, role: "member" });
  expect((await app.api(key).post("/teams", { name: "After" })).status).toBe(403);
  const refused = await browser.post(`/${org.slug}/settings/teams`, { name: "A long thought <b>kept</b>" });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain("A long thought &lt;b&gt;kept&lt;/b&gt;");
  expect(refused.text).toContain("was not sent");
});

test("a form that was open when its writer was removed is refused, and its text is given back to copy", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "admin");
  const browser = await app.signedIn(who);
  await remove(org, who);
  const typed = "Half an hour of thinking";
  const refused = await browser.post(`/${org.slug}/settings/teams`, { name: typed, id: org.id });
  expect(refused.status).toBe(404);
  expect(refused.text).toContain(typed);
  expect(refused.text).not.toContain(`>${org.id}<`);
  const secret = await browser.post(`/${org.slug}/settings/teams`, {
    name: typed,
    password: "not-given-back",
  });
  expect(secret.text).not.toContain("not-given-back");
  const [row] = await database.admin`select count(*)::int as n from team where org_id = ${org.id}`;
  expect(row?.n).toBe(0);
});

test("two tabs in two organizations each act on the organization of their own address, with its own role", async () => {
  const one = await createOrganization(database.db);
  const two = await createOrganization(database.db);
  await createMember(two, "member", { accountId: one.owner.accountId });
  const browser = await app.signedIn(one.owner);
  const [first, second] = await Promise.all(
    [one, two].map((org) => browser.get(`/${org.slug}/settings/organization`)),
  );
  expect([first?.status, second?.status]).toEqual([200, 200]);
  for (const page of [first, second])
    for (const org of [one, two]) expect(page?.text).toContain(`/${org.slug}`);
  const [ours, theirs] = await Promise.all(
    [one, two].map((org) => browser.post(`/${org.slug}/settings/teams`, { name: "Payments" })),
  );
  expect([ours?.status, theirs?.status]).toEqual([303, 403]);
  const rows =
    await database.admin`select org_id from team where name = 'Payments' and org_id in (${one.id}, ${two.id})`;
  expect(rows.map((row) => row.org_id)).toEqual([one.id]);
});

test("the removal page counts what will happen and hands over; leaving is a page of one's own", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await keyOf(org, who);
  const owner = await app.signedIn(org.owner);
  const page = await owner.get(`/${org.slug}/settings/members/${who.id}/removal`);
  expect(page.text).toContain("1 API key is revoked.");
  expect(page.text).toContain("Who takes over");
  const self = `/${org.slug}/settings/departure`;
  expect((await owner.get(self)).text).toContain("This is the last owner");
  expect((await owner.post(self, {})).status).toBe(409);
  const leaver = await app.signedIn(who);
  expect((await leaver.get(self)).text).toContain("Leave organization");
  expect((await leaver.post(self, { fallbackId: org.owner.id })).location).toBe("/");
  expect((await leaver.get(self)).status).toBe(404);
});

test("the API removes with a fallback, tells beforehand what will happen, and refuses a fallback from elsewhere", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const api = app.api(await keyOf(org, org.owner));
  const told = await api.get(`/members/${who.id}/departure`);
  expect(told.json).toMatchObject({ apiKeys: 0, openRequests: 0, lastLeadOf: [] });
  const foreign = await api.send("DELETE", `/members/${who.id}?fallback=${other.owner.id}`);
  expect(foreign.status).toBe(422);
  expect((await api.send("DELETE", `/members/${who.id}?fallback=${org.owner.id}`)).status).toBe(204);
});

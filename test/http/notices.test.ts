import { expect, test } from "vitest";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { later } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON } from "#test/support/factories.ts";
import { tellAll } from "#test/support/notice-scenes.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function told() {
  app.clock.now = NOON;
  const s = await requestScene(database.db);
  const requestId = await s.ask();
  await tellAll(database.admin, s.org);
  const [notice] = (await listNotices(as(s.org, s.security), {}, { limit: 1 })).rows;
  return { ...s, requestId, noticeId: notice?.id ?? "", notices: `/${s.org.slug}/notices` };
}

test("the inbox names what happened, leads to it, and counts it until it was opened", async () => {
  const s = await told();
  const browser = await app.signedIn(s.security);
  const page = await browser.get(s.notices);
  expect(page.text).toContain(`${s.developer.name} asks to use ${s.server.identity}.`);
  expect(page.text).toMatch(/Notices(<!-- -->)?, .*?1.*? unread/s);
  const opened = await browser.get(`${s.notices}/${s.noticeId}`);
  expect([opened.status, opened.location]).toEqual([302, `/${s.org.slug}/requests/${s.requestId}`]);
  const after = await browser.get(s.notices);
  expect(after.text).toContain("Nothing is unread.");
  expect((await browser.get(`${s.notices}?state=unread`)).text).toContain("Nothing is unread here");
});

test("a browser that only looks ahead has read nothing", async () => {
  const s = await told();
  const browser = await app.signedIn(s.security);
  const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, "sec-purpose": "prefetch" };
  const looked = await fetch(`${app.url}${s.notices}/${s.noticeId}`, { headers, redirect: "manual" });
  expect(looked.status).toBe(302);
  expect((await browser.get(s.notices)).text).toContain("Mark all as read");
});

test("one notice, and all of them, are marked as read by a form and without scripts", async () => {
  const s = await told();
  const browser = await app.signedIn(s.security);
  const one = await browser.post(`${s.notices}/${s.noticeId}/reading`, { _to: `${s.notices}?state=unread` });
  expect([one.status, one.location]).toEqual([303, `${s.notices}?state=unread`]);
  const away = await browser.post(`${s.notices}/${s.noticeId}/reading`, { _to: "https://evil.example/" });
  expect(away.location).toBe(s.notices);
  const owner = await app.signedIn(s.org.owner);
  const all = await owner.post(`${s.notices}/reading`, { seenAt: later(1_000).toISOString() });
  expect(all.status).toBe(303);
  expect((await owner.get(s.notices)).text).toContain("Nothing is unread.");
});

test("an empty inbox says what will come here", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/notices`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Requests that wait for you");
});

test("what is mailed is chosen by a form; a choice that is none of them is refused with the others kept", async () => {
  const s = await told();
  const browser = await app.signedIn(s.security);
  const settings = `/${s.org.slug}/settings/notices`;
  const choice = { waits_on_me: "daily", my_requests: "none", my_access: "weekly", alerts: "none" };
  const odd = await browser.post(settings, { ...choice, alerts: "hourly" });
  expect(odd.status).toBe(400);
  expect((await browser.post(settings, choice)).status).toBe(303);
  expect((await browser.get(settings)).text).toMatch(/name="waits_on_me".*?<option value="daily" selected/s);
});

test("by API: list, mark, choose; a key without the scope reads and changes nothing", async () => {
  const s = await told();
  const key = async (scopes: ("read" | "admin")[]) => {
    const made = await createApiKey(as(s.org, s.security), {
      name: "CI",
      scopes,
      days: 30,
      environment: null,
    });
    return app.api(made.key);
  };
  const reader = await key(["read"]);
  const list = await reader.get("/notices?state=unread");
  expect(list.json).toMatchObject({ rows: [{ id: s.noticeId, kind: "request_waits", readAt: null }] });
  expect((await reader.post(`/notices/${s.noticeId}/reading`)).status).toBe(403);
  const writer = await key(["read", "admin"]);
  expect((await writer.post(`/notices/${s.noticeId}/reading`)).status).toBe(200);
  expect((await reader.get("/notices?state=unread")).json).toMatchObject({ rows: [], nextCursor: null });
  const choice = { waits_on_me: "daily", my_requests: "none", my_access: "weekly", alerts: "none" };
  expect((await writer.send("PUT", "/notice-preferences", choice)).json).toEqual({
    ...choice,
    account: "at_once",
  });
  expect((await writer.send("PUT", "/notice-preferences", { ...choice, account: "none" })).status).toBe(422);
});

test("an address that refuses mail is named to its person and to an admin, on the member's page too, each with a way on", async () => {
  const s = await told();
  await database.admin`insert into mail_refusal (org_id, address, why, refused_at)
    values (${s.org.id}, ${s.security.email}, 'SMTP 550', ${NOON})`;
  const settings = `/${s.org.slug}/settings/notices`;
  const own = await app.signedIn(s.security);
  expect((await own.get(settings)).text).toContain("was refused");
  const owner = await app.signedIn(s.org.owner);
  expect((await owner.get(settings)).text).toContain("Addresses that refuse mail");
  const page = `/${s.org.slug}/settings/members/${s.security.id}`;
  expect((await owner.get(page)).text).toMatch(/Refused \(.*SMTP 550/s);
  expect((await own.get(page)).text).not.toContain("SMTP 550");
  expect((await own.post(`${settings}/refusals/${s.security.id}/lift`, {})).status).toBe(303);
  expect((await owner.get(page)).text).not.toContain("SMTP 550");
});

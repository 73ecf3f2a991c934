import { expect, test } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";
import { accountEventKinds, givePassword, PASSWORD, waitingJobs } from "#test/support/sign-in-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

async function person() {
  const org = await createOrganization(database.db);
  await givePassword(database.db, org.owner);
  return { org, who: org.owner };
}

async function signIn(email: string, userAgent: string, browser = app.browser()) {
  const answer = await browser.post("/sign-in", { email, password: PASSWORD }, { "User-Agent": userAgent });
  expect(answer.status).toBe(303);
  return browser;
}

async function sessionIds(who: { accountId: string }): Promise<string[]> {
  const rows = await database.admin<{ id: string }[]>`
    select id from session where account_id = ${who.accountId} order by created_at`;
  return rows.map((row) => row.id);
}

test("my sessions are listed in words with the one I use, and hold no id that opens anything", async () => {
  const { who } = await person();
  await signIn(who.email, SAFARI);
  const browser = await signIn(who.email, FIREFOX);
  const { text } = await browser.get("/account/sessions");
  expect(text).toContain("Safari on iPhone");
  expect(text).toContain("Firefox on Linux");
  expect(text).toContain("Now, this one");
  expect(text).not.toContain(browser.jar.get("castellan"));
});

test("what a browser says of itself is never shown", async () => {
  const { who } = await person();
  const browser = await signIn(who.email, "<b>canary</b> Firefox/1.0");
  for (const page of ["/account/sessions", "/account/events"]) {
    expect((await browser.get(page)).text).not.toContain("canary");
  }
});

test("one session is ended and is over at once; somebody else's is not found", async () => {
  const { who } = await person();
  const stranger = (await person()).who;
  await signIn(stranger.email, FIREFOX);
  const phone = await signIn(who.email, SAFARI);
  const laptop = await signIn(who.email, FIREFOX);
  const [first = ""] = await sessionIds(who);
  const [foreign = ""] = await sessionIds(stranger);
  expect((await laptop.post(`/account/sessions/${foreign}/end`)).status).toBe(404);
  expect((await laptop.post("/account/sessions/not-an-id/end")).status).toBe(404);
  expect((await laptop.post(`/account/sessions/${first}/end`)).status).toBe(303);
  expect((await phone.get("/account/sessions")).location).toContain("/sign-in");
  expect((await laptop.get("/account/sessions")).status).toBe(200);
  expect(await sessionIds(stranger)).toEqual([foreign]);
});

test("all other sessions are ended and mine goes on", async () => {
  const { who } = await person();
  const others = [await signIn(who.email, SAFARI), await signIn(who.email, SAFARI)];
  const mine = await signIn(who.email, FIREFOX);
  expect((await mine.post("/account/sessions")).status).toBe(303);
  for (const other of others) expect((await other.get("/account/sessions")).location).toContain("/sign-in");
  expect((await mine.get("/account/sessions")).status).toBe(200);
  expect(await sessionIds(who)).toHaveLength(1);
});

test("ending sessions needs a fresh proof, without which nothing ends", async () => {
  const { who } = await person();
  await signIn(who.email, SAFARI);
  const mine = await signIn(who.email, FIREFOX);
  const before = await sessionIds(who);
  await database.admin`
    update session set proved_at = proved_at - interval '11 minutes' where account_id = ${who.accountId}`;
  for (const address of ["/account/sessions", `/account/sessions/${before[0]}/end`]) {
    const asked = await mine.post(address);
    expect(asked.status).toBe(403);
    expect(asked.text).toContain("Prove that it is you");
  }
  expect(await sessionIds(who)).toEqual(before);
});

test("signing in from a browser not seen before tells by mail; the first ever and a known one do not", async () => {
  const { who } = await person();
  const first = await signIn(who.email, FIREFOX);
  await first.post("/sign-out");
  await signIn(who.email, FIREFOX, first);
  expect(await waitingJobs(database.admin, who)).toEqual([]);
  await signIn(who.email, SAFARI);
  const jobs = await waitingJobs(database.admin, who);
  expect(jobs.map((job) => job.name)).toEqual(["mail_account_notice"]);
  expect(await accountEventKinds(database.admin, who)).toEqual([
    "session.start",
    "session.end",
    "session.start",
    "session.start",
    "browser.new",
  ]);
});

test("the cookie a browser is known by is stored as a hash, and is worth nothing to another account", async () => {
  const { who } = await person();
  const other = (await person()).who;
  const shared = await signIn(who.email, FIREFOX);
  const token = shared.jar.get("castellan-browser") ?? "";
  expect(token).toMatch(/^[\w-]{32}$/);
  const rows = await database.admin`select row_to_json(k)::text as row from known_browser k`;
  expect(rows.some((row) => String(row.row).includes(token))).toBe(false);
  await signIn(other.email, SAFARI);
  await signIn(other.email, FIREFOX, shared);
  expect((await waitingJobs(database.admin, other)).map((job) => job.name)).toEqual(["mail_account_notice"]);
});

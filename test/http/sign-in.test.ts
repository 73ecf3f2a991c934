import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inAccount } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { TRIES_PER_ACCOUNT } from "#app/http/sign-in-limits.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization, type TestMember } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const PASSWORD = "correct horse battery staple";
const WRONG = "Email or password is not right.";
const HOUR = 3_600_000;

async function ownerWithPassword() {
  const org = await createOrganization(database.db);
  await givePassword(org.owner);
  return { org, email: org.owner.email };
}

async function givePassword(who: TestMember): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  await inAccount(database.db, who.accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, who.accountId)),
  );
}

async function signIn(browser: Browser, email: string): Promise<void> {
  expect((await browser.post("/sign-in", { email, password: PASSWORD })).status).toBe(303);
}

/** The preferences of the account, so that "signed in" is seen from outside: the sign-in page sends them on. */
async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.get("/sign-in")).status === 302;
}

test("whoever signs in lands on the page they were going to", async () => {
  const { org, email } = await ownerWithPassword();
  const browser = app.browser();
  const sent = await browser.get(`/${org.slug}?a=1`);
  expect(sent.status).toBe(302);
  expect(sent.location).toBe(`/sign-in?to=${encodeURIComponent(`/${org.slug}?a=1`)}`);
  const page = await browser.get(sent.location ?? "");
  expect(page.text).toContain(`value="/${org.slug}?a=1"`);
  const answer = await browser.post("/sign-in", { email, password: PASSWORD, to: `/${org.slug}?a=1` });
  expect(answer.status).toBe(303);
  expect(answer.location).toBe(`/${org.slug}?a=1`);
});

test("sign-in never leads to another site", async () => {
  const { email } = await ownerWithPassword();
  for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example", "/%09/evil.example", "x"]) {
    const answer = await app
      .browser()
      .post("/sign-in", { email: email.toUpperCase(), password: PASSWORD, to });
    expect(answer.status).toBe(303);
    expect(new URL(answer.location ?? "", "http://own.example").host).toBe("own.example");
  }
});

test("the session cookie is out of scripts' reach and only its hash is stored", async () => {
  const { email } = await ownerWithPassword();
  const browser = app.browser();
  const answer = await browser.post("/sign-in", { email, password: PASSWORD });
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^castellan=[a-z0-9]{30,}; HttpOnly;/);
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).toContain("Path=/");
  const id = browser.jar.get("castellan") ?? "";
  const dump = await database.admin`select row_to_json(s)::text as row from session s`;
  expect(dump.some((row) => String(row.row).includes(id))).toBe(false);
});

test("a wrong password and an address nobody has get the same text, status and kept address", async () => {
  const { email } = await ownerWithPassword();
  const wrong = await app.browser().post("/sign-in", { email, password: "not it at all" });
  const nobody = await app
    .browser()
    .post("/sign-in", { email: "nobody@example.test", password: "not it at all" });
  const shape = (text: string) =>
    text
      .replaceAll(email, "E")
      .replaceAll("nobody@example.test", "E")
      .replace(/nonce[^>]*?>|nonce="[^"]*"/g, "");
  expect(wrong.status).toBe(400);
  expect(nobody.status).toBe(400);
  expect(wrong.text).toContain(WRONG);
  expect(wrong.text).toContain(`value="${email}"`);
  expect(wrong.text).not.toContain("not it at all");
  expect(shape(wrong.text)).toBe(shape(nobody.text));
});

test("signing in takes the same work for an address nobody has", async () => {
  const { email } = await ownerWithPassword();
  const time = async (address: string) => {
    const start = performance.now();
    await app.browser().post("/sign-in", { email: address, password: "not it at all" });
    return performance.now() - start;
  };
  await time(email);
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 4; round++) {
    known.push(await time(email));
    unknown.push(await time(`nobody-${round}@example.test`));
  }
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
});

test("after ten tries even the right password waits, for known and unknown addresses alike", async () => {
  const { email } = await ownerWithPassword();
  for (const address of [email, `nobody-${email}`]) {
    const tries = await Promise.all(
      Array.from({ length: TRIES_PER_ACCOUNT + 2 }, () =>
        app.browser().post("/sign-in", { email: address, password: "not it at all" }),
      ),
    );
    expect(tries.filter((answer) => answer.status === 400)).toHaveLength(TRIES_PER_ACCOUNT);
    const answer = await app.browser().post("/sign-in", { email: address, password: PASSWORD });
    expect(answer.status).toBe(429);
    expect(answer.text).toMatch(/after \d\d:\d\d UTC/);
  }
  await database.admin`delete from rate_limit`;
});

test("when tries cannot be counted nobody gets in", async () => {
  const { email } = await ownerWithPassword();
  await database.admin`revoke insert on rate_limit from castellan_runtime`;
  const answer = await app.browser().post("/sign-in", { email, password: PASSWORD });
  await database.admin`grant insert on rate_limit to castellan_runtime`;
  expect(answer.status).toBe(500);
  expect(answer.headers.getSetCookie().join()).not.toContain("castellan=");
});

test("a session ends after two hours unused and after seven days however it is used", async () => {
  const { email } = await ownerWithPassword();
  const start = Date.parse("2027-01-04T08:00:00Z");
  const at = (hours: number) => {
    app.clock.now = new Date(start + hours * HOUR);
  };
  at(0);
  const idle = app.browser();
  await signIn(idle, email);
  at(1.9);
  expect(await isSignedIn(idle)).toBe(true);
  at(3.8);
  expect(await isSignedIn(idle)).toBe(true);
  at(5.9);
  expect(await isSignedIn(idle)).toBe(false);
  at(0);
  const busy = app.browser();
  await signIn(busy, email);
  for (let hours = 1.5; hours < 168; hours += 1.5) {
    at(hours);
    expect(await isSignedIn(busy)).toBe(true);
  }
  at(168);
  expect(await isSignedIn(busy)).toBe(false);
  app.clock.now = undefined;
});

test("a cookie replayed after sign-out is worth nothing, and signing in again makes a new one", async () => {
  const { email } = await ownerWithPassword();
  const browser = app.browser();
  await signIn(browser, email);
  const stolen = new Map(browser.jar);
  const out = await browser.post("/sign-out");
  expect(out.location).toBe("/sign-in");
  expect(browser.jar.has("castellan")).toBe(false);
  const thief = app.browser();
  for (const [name, value] of stolen) thief.jar.set(name, value);
  expect(await isSignedIn(thief)).toBe(false);
  thief.jar.set("castellan", "chosenbytheattackerchosenbytheattacker");
  await signIn(thief, email);
  expect(thief.jar.get("castellan")).not.toBe("chosenbytheattackerchosenbytheattacker");
});

test("signing in, failing to and signing out each leave an account event", async () => {
  const { org, email } = await ownerWithPassword();
  const browser = app.browser();
  await browser.post("/sign-in", { email, password: "not it at all" });
  await signIn(browser, email);
  await browser.post("/sign-out");
  const kinds = await inAccount(database.db, org.owner.accountId, (tx) =>
    tx.execute<{ kind: string }>(sql`select kind from account_event order by id`),
  );
  expect(kinds.map((row) => row.kind)).toEqual(["session.refuse", "session.start", "session.end"]);
});

test("a disabled account cannot sign in and its sessions are over", async () => {
  const { org, email } = await ownerWithPassword();
  const browser = app.browser();
  await signIn(browser, email);
  await database.admin`update account set disabled_at = now() where id = ${org.owner.accountId}`;
  expect(await isSignedIn(browser)).toBe(false);
  expect((await app.browser().post("/sign-in", { email, password: PASSWORD })).status).toBe(400);
});

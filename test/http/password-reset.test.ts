import { beforeEach, expect, test, vi } from "vitest";
import { RESET_LINK_MINUTES } from "#app/domain/identity/account-link-rules.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { auditEvents, createOrganization } from "#test/support/factories.ts";
import { runAccountMails } from "#test/support/run-account-mails.ts";
import {
  accountEventKinds,
  codeAt,
  givePassword,
  PASSWORD,
  signedInAs,
  withTotp,
} from "#test/support/sign-in-factories.ts";
import { openSmtp } from "#test/support/smtp.ts";

vi.hoisted(() => {
  process.env.SMTP_URL = "smtp://127.0.0.1:9";
});

const database = openTestDatabase();
const app = openTestApp(database);
const smtp = openSmtp();
const NEW = "nine green bottles on the wall";

// Each test asks as if from a network of its own.
beforeEach(() => database.admin`delete from rate_limit`);

async function person() {
  const org = await createOrganization(database.db);
  await givePassword(database.db, org.owner);
  return { org, who: org.owner };
}

function mailsTo(address: string) {
  return smtp.inbox.filter(({ to }) => to && "text" in to && to.text.includes(address));
}

/** Asks and lets the job run; the link of the newest mail. */
async function linkFor(email: string, browser = app.browser()): Promise<string> {
  const asked = await browser.post("/forgot-password", { email });
  expect(asked.status).toBe(200);
  await runAccountMails(database, smtp.url);
  return (
    /http:\/\/castellan\.test(\/reset-password\/rst_[\w-]+)/.exec(mailsTo(email).at(-1)?.text ?? "")?.[1] ??
    ""
  );
}

const isSignedIn = async (browser: Browser) => (await browser.get("/account/sessions")).status === 200;
const signIn = (email: string, password: string, browser = app.browser()) =>
  browser.post("/sign-in", { email, password });

test("whoever has the mail sets a new password, once, and every browser is signed out", async () => {
  const { org, who } = await person();
  const old = await app.signedIn(who);
  const link = await linkFor(who.email);
  const browser = app.browser();
  const page = await browser.get(link);
  expect(page.status).toBe(200);
  expect(page.text).toContain(who.email);
  const done = await browser.post(link, { password: NEW });
  expect(done.location).toBe("/sign-in");
  expect(await isSignedIn(browser)).toBe(false);
  expect(await isSignedIn(old)).toBe(false);
  expect((await signIn(who.email, PASSWORD)).status).toBe(400);
  expect((await signIn(who.email, NEW)).status).toBe(303);
  const again = await app.browser().post(link, { password: "yet another good password" });
  expect(again.status).toBe(409);
  expect(again.text).toContain("used already");
  expect((await app.browser().get(link)).text).toContain("used already");
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["member.reset_password"]);
  await runAccountMails(database, smtp.url);
  expect(mailsTo(who.email).map((mail) => mail.subject)).toContain("Your Castellan password was reset");
});

test("the mail's token stands nowhere but in the mail: not in the database, not in a job", async () => {
  const { who } = await person();
  const link = await linkFor(who.email);
  const token = link.split("/").at(-1) ?? "";
  const [row] = await database.admin`select token_hash from account_link where account_id = ${who.accountId}`;
  expect(row?.token_hash).toBe(hashSecret(token));
  const jobs = await database.admin`select data::text, output::text from pgboss.job`;
  expect(JSON.stringify(jobs)).not.toContain(token);
  expect(JSON.stringify(jobs)).not.toContain(who.email);
});

test("an address nobody has gets the same answer and the same work, and no mail", async () => {
  const { who } = await person();
  const before = smtp.inbox.length;
  const waiting = async () =>
    Number((await database.admin`select count(*)::int as n from pgboss.job where state = 'created'`)[0]?.n);
  const ask = async (email: string) => {
    const start = await waiting();
    const answer = await app.browser().post("/forgot-password", { email });
    return {
      status: answer.status,
      text: answer.text.replace(/nonce="[^"]*"/g, ""),
      jobs: (await waiting()) - start,
    };
  };
  const nobody = await ask("nobody@example.test");
  expect(await ask(who.email)).toEqual(nobody);
  expect(nobody.jobs).toBe(1);
  await runAccountMails(database, smtp.url);
  expect(smtp.inbox.length - before).toBe(1);
});

test("a disabled account gets no mail, and a link mailed before does nothing", async () => {
  const { who } = await person();
  const link = await linkFor(who.email);
  const before = mailsTo(who.email).length;
  await database.admin`update account set disabled_at = now() where id = ${who.accountId}`;
  await linkFor(who.email);
  expect(mailsTo(who.email)).toHaveLength(before);
  expect((await app.browser().get(link)).status).toBe(404);
  expect((await app.browser().post(link, { password: NEW })).status).toBe(404);
});

test("opening the link uses nothing up, however many scanners do", async () => {
  const { who } = await person();
  const link = await linkFor(who.email);
  for (let times = 0; times < 3; times += 1) expect((await app.browser().get(link)).status).toBe(200);
  expect((await app.browser().send(link, { method: "HEAD" })).status).toBe(200);
  expect((await app.browser().post(link, { password: NEW })).status).toBe(303);
});

test("only the newest link works, and each for thirty minutes", async () => {
  const { who } = await person();
  const first = await linkFor(who.email);
  const second = await linkFor(who.email);
  const old = await app.browser().post(first, { password: NEW });
  expect(old.status).toBe(409);
  expect(old.text).toContain("newer link");
  app.clock.now = new Date(Date.now() + RESET_LINK_MINUTES * 60_000 + 1_000);
  const late = await app.browser().post(second, { password: NEW });
  expect(late.status).toBe(409);
  expect(late.text).toContain("has ended");
  app.clock.now = undefined;
  expect((await signIn(who.email, PASSWORD)).status).toBe(303);
  expect((await app.browser().get("/reset-password/rst_made-up")).status).toBe(404);
});

test("two posts of one link at the same moment set one password", async () => {
  const { who } = await person();
  const link = await linkFor(who.email);
  const answers = await Promise.all(
    [NEW, "another quite good one", "a third good password"].map((password) =>
      app.browser().post(link, { password }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409]);
});

test("a reset does not get past the second factor", async () => {
  const { who } = await person();
  const { key } = await withTotp(await signedInAs(database.db, who, new Date(Date.now() - 120_000)));
  await app.browser().post(await linkFor(who.email), { password: NEW });
  const browser = app.browser();
  const half = await signIn(who.email, NEW, browser);
  expect(half.location).toContain("/sign-in/second-factor");
  expect(await isSignedIn(browser)).toBe(false);
  const done = await browser.post("/sign-in/second-factor", { oneTimeCode: codeAt(key, new Date()) });
  expect(done.status).toBe(303);
  expect(await isSignedIn(browser)).toBe(true);
});

test("a sign-in that waits for its second factor is over when the password is reset meanwhile", async () => {
  const { who } = await person();
  const { key } = await withTotp(await signedInAs(database.db, who, new Date(Date.now() - 120_000)));
  const thief = app.browser();
  await signIn(who.email, PASSWORD, thief);
  await app.browser().post(await linkFor(who.email), { password: NEW });
  const late = await thief.post("/sign-in/second-factor", { oneTimeCode: codeAt(key, new Date()) });
  expect(late.status).toBe(409);
  expect(await isSignedIn(thief)).toBe(false);
});

test("in a browser signed in to another account the link resets nothing before signing out", async () => {
  const { who } = await person();
  const other = await person();
  const browser = await app.signedIn(other.who);
  const link = await linkFor(who.email);
  expect((await browser.get(link)).text).toContain(`You are signed in as ${other.who.email}`);
  expect((await browser.post(link, { password: NEW })).status).toBe(403);
  expect(await isSignedIn(browser)).toBe(true);
  expect((await signIn(who.email, PASSWORD)).status).toBe(303);
});

test("an unfit password is refused with its reason, and the link goes on", async () => {
  const { who } = await person();
  const link = await linkFor(who.email);
  for (const [password, says] of [
    ["short", "at least 12 characters"],
    ["password123456", "tried first"],
    [`${who.email}`, "own name or address"],
  ] as const) {
    const answer = await app.browser().post(link, { password });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(says);
  }
  expect((await app.browser().post(link, { password: NEW })).status).toBe(303);
});

test("an address is mailed to only so often, and one nobody has is refused alike", async () => {
  const { who } = await person();
  for (const email of [who.email, `nobody-${who.email}`]) {
    const answers = [];
    for (let times = 0; times < 4; times += 1)
      answers.push(await app.browser().post("/forgot-password", { email }));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
  }
});

test("a mail that bounces or waits changes nothing for the asker, and a later try makes a new link", async () => {
  const { who } = await person();
  smtp.refuse(who.email, 550);
  await app.browser().post("/forgot-password", { email: who.email });
  await runAccountMails(database, smtp.url);
  expect(mailsTo(who.email)).toEqual([]);
  smtp.refuse(who.email, 451);
  await app.browser().post("/forgot-password", { email: who.email });
  await expect(runAccountMails(database, smtp.url)).rejects.toThrow();
  smtp.accept(who.email);
  const link = await linkFor(who.email);
  expect((await app.browser().post(link, { password: NEW })).status).toBe(303);
  expect(await accountEventKinds(database.admin, who)).toContain("password.reset");
});

test("an address that refuses a link is remembered where its owner is a member, shown to administrators and to nobody who asks", async () => {
  const { org, who } = await person();
  const other = await person();
  const refusals = (of = org) =>
    database.admin`select address, why from mail_refusal where org_id = ${of.id}`;
  smtp.refuse(who.email, 550, "no such mailbox");
  const asked = await app.browser().post("/forgot-password", { email: who.email });
  const nobody = await app.browser().post("/forgot-password", { email: `nobody-${who.email}` });
  await runAccountMails(database, smtp.url);
  expect([asked.status, asked.text.includes("refused")]).toEqual([nobody.status, false]);
  expect(await refusals()).toMatchObject([{ address: who.email, why: "SMTP 550" }]);
  expect(await refusals(other.org)).toEqual([]);
  const notices = await (await app.signedIn(who)).get(`/${org.slug}/settings/notices`);
  expect(notices.text).toContain("was refused");
  smtp.accept(who.email);
  await linkFor(who.email);
  expect(await refusals()).toEqual([]);
});

test("an address that is only tried is told to no organization when it refuses", async () => {
  const { org, who } = await person();
  const browser = await app.signedIn(who);
  const tried = `tried-${who.email}`;
  smtp.refuse(tried, 550);
  expect((await browser.post("/account/address", { email: tried })).status).toBe(303);
  expect(await runAccountMails(database, smtp.url)).toContain("mail_address_proof");
  expect(await database.admin`select 1 from mail_refusal where org_id = ${org.id}`).toEqual([]);
});

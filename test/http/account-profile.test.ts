import { expect, test, vi } from "vitest";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";
import { runAccountMails } from "#test/support/run-account-mails.ts";
import {
  accountEventKinds,
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
let addresses = 0;
const newAddress = () => `moved-${++addresses}@example.test`;

async function person() {
  const org = await createOrganization(database.db);
  await givePassword(database.db, org.owner);
  return { org, who: org.owner, browser: await app.signedIn(org.owner) };
}

async function linkTo(address: string): Promise<string> {
  await runAccountMails(database, smtp.url);
  const mail = smtp.inbox.findLast(({ to }) => to && "text" in to && to.text.includes(address));
  return /http:\/\/castellan\.test(\/verify-address\/adr_[\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
}

async function verifiedAt(who: { accountId: string }): Promise<unknown> {
  const [row] = await database.admin`select email_verified_at from account where id = ${who.accountId}`;
  return row?.email_verified_at;
}

test("whoever joins by a link that was not mailed gets a mail, and opening it verifies the address", async () => {
  const org = await createOrganization(database.db);
  const email = newAddress();
  const ctx = as(org, org.owner, { now: new Date() });
  const { token } = await createInvitation(ctx, { email, name: "New Person", role: "member", teamIds: [] });
  const browser = app.browser();
  await browser.post(`/invitations/${token}`, { name: "New Person", password: PASSWORD });
  expect((await browser.get("/account")).text).toContain("not verified yet");
  const link = await linkTo(email);
  expect((await browser.get(link)).text).toContain(`Mail to ${email} reaches you`);
  expect((await browser.get("/account")).text).toContain("not verified yet");
  expect((await browser.post(link)).location).toBe("/account");
  expect((await browser.get("/account")).text).toContain("It is verified");
  const again = await browser.post(link);
  expect(again.status).toBe(409);
  expect((await browser.get(link)).text).toContain("used already");
});

test("a link that was forwarded does nothing for somebody else, and asks a stranger to sign in", async () => {
  const { who, browser } = await person();
  const other = await person();
  await browser.post("/account/address/proof");
  const link = await linkTo(who.email);
  expect((await app.browser().get(link)).text).toContain("Sign in to the account");
  expect((await app.browser().post(link)).status).toBe(401);
  expect((await other.browser.get(link)).text).toContain("belongs to another account");
  expect((await other.browser.post(link)).status).toBe(403);
  expect(await verifiedAt(who)).toBeNull();
  expect((await browser.post(link)).status).toBe(303);
});

test("only the newest link verifies, for a day", async () => {
  const { who, browser } = await person();
  await browser.post("/account/address/proof");
  const first = await linkTo(who.email);
  await browser.post("/account/address/proof");
  const second = await linkTo(who.email);
  expect((await browser.post(first)).status).toBe(409);
  app.clock.now = new Date(Date.now() + 24 * 3_600_000 + 1_000);
  const late = await app.signedIn(who);
  expect((await late.post(second)).text).toContain("has ended");
  app.clock.now = undefined;
  expect((await browser.post(second)).status).toBe(303);
});

test("another address counts once its link was opened; the old one is told, and signs in no more", async () => {
  const { org, who, browser } = await person();
  const second = await createOrganization(database.db);
  const there = await createMember(second, "member", { accountId: who.accountId });
  const address = newAddress();
  expect((await browser.post("/account/address", { email: address })).location).toBe("/account");
  expect((await app.browser().post("/sign-in", { email: address, password: PASSWORD })).status).toBe(400);
  const link = await linkTo(address);
  expect((await browser.get(link)).text).toContain(`no longer as ${who.email}`);
  expect((await browser.post(link)).status).toBe(303);
  expect((await app.browser().post("/sign-in", { email: address, password: PASSWORD })).status).toBe(303);
  expect((await app.browser().post("/sign-in", { email: who.email, password: PASSWORD })).status).toBe(400);
  const members = await database.admin`select email from member where id in (${who.id}, ${there.id})`;
  expect(members.map((row) => row.email)).toEqual([address, address]);
  const terms = await database.admin`select term from search_term where subject_id = ${who.id}`;
  expect(terms.map((row) => row.term)).toContain(address);
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["member.change_address"]);
  expect((await auditEvents(second)).map((event) => event.verb)).toEqual(["member.change_address"]);
  expect(JSON.stringify(await auditEvents(org))).not.toContain(address);
  await runAccountMails(database, smtp.url);
  const told = smtp.inbox.findLast(({ to }) => to && "text" in to && to.text.includes(who.email));
  expect(told?.subject).toBe("Your Castellan account has a new address");
  expect(told?.text).not.toContain(address);
});

test("an address that has an account is not told apart when asked for, and refused to who opens its mail", async () => {
  const { browser } = await person();
  const other = await person();
  const asked = await browser.post("/account/address", { email: other.who.email });
  expect(asked.status).toBe(303);
  const answer = await browser.post(await linkTo(other.who.email));
  expect(answer.status).toBe(409);
  expect(answer.text).toContain("has an account of its own already");
  const disabled = await person();
  await database.admin`update account set disabled_at = now() where id = ${disabled.who.accountId}`;
  await browser.post("/account/address", { email: disabled.who.email });
  expect((await browser.post(await linkTo(disabled.who.email))).status).toBe(409);
});

test("a link to reset the password that was mailed to the old address does nothing after the change", async () => {
  const { who, browser } = await person();
  await app.browser().post("/forgot-password", { email: who.email });
  await runAccountMails(database, smtp.url);
  const mail = smtp.inbox.findLast(({ to }) => to && "text" in to && to.text.includes(who.email));
  const reset = /(\/reset-password\/rst_[\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  const address = newAddress();
  await browser.post("/account/address", { email: address });
  await browser.post(await linkTo(address));
  expect((await app.browser().post(reset, { password: NEW })).status).toBe(409);
});

test("changing the address needs a fresh proof, and the typed one comes back after it", async () => {
  const { who, browser } = await person();
  await database.admin`update session set proved_at = proved_at - interval '11 minutes' where account_id = ${who.accountId}`;
  const address = newAddress();
  const asked = await browser.post("/account/address", { email: address });
  expect(asked.status).toBe(403);
  expect(asked.text).toContain(`value="${address}"`);
  expect(await accountEventKinds(database.admin, who)).not.toContain("address.ask_change");
});

test("a name is changed here and in each organization, and hidden characters are refused", async () => {
  const { org, who, browser } = await person();
  expect((await browser.post("/account?index", { name: "Søren 🔑 العربية" })).location).toBe("/account");
  const [row] = await database.admin`select name from member where id = ${who.id}`;
  expect(row?.name).toBe("Søren 🔑 العربية");
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["member.rename"]);
  expect(JSON.stringify(await auditEvents(org))).not.toContain("Søren");
  expect((await browser.post("/account?index", { name: "abc\u202edef" })).status).toBe(400);
  expect((await browser.post("/account?index", { name: "x".repeat(81) })).status).toBe(400);
});

test("a password is changed by who knows the one of now, other browsers are signed out, and the owner is told", async () => {
  const { org, who, browser } = await person();
  const other = await app.signedIn(who);
  const wrong = await browser.post("/account/password", { currentPassword: "not it at all", password: NEW });
  expect(wrong.status).toBe(400);
  expect(wrong.text).toContain("not your password of now");
  const done = await browser.post("/account/password", { currentPassword: PASSWORD, password: NEW });
  expect(done.status).toBe(303);
  expect((await browser.get("/account")).status).toBe(200);
  expect((await other.get("/account")).location).toContain("/sign-in");
  expect((await app.browser().post("/sign-in", { email: who.email, password: NEW })).status).toBe(303);
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["member.change_password"]);
  await runAccountMails(database, smtp.url);
  const told = smtp.inbox.filter(({ to }) => to && "text" in to && to.text.includes(who.email));
  expect(told.map((mail) => mail.subject)).toContain("Your Castellan password was changed");
});

test("of two tabs changing the password at once the second is told that it was changed", async () => {
  const { browser } = await person();
  const answers = await Promise.all(
    [NEW, "another quite good one"].map((password) =>
      browser.post("/account/password", { currentPassword: PASSWORD, password }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 400]);
});

test("without the password of now a fresh proof is needed, and the old password is never enough beside a second factor", async () => {
  const { who, browser } = await person();
  await database.admin`update session set proved_at = proved_at - interval '11 minutes' where account_id = ${who.accountId}`;
  expect((await browser.post("/account/password", { password: NEW })).status).toBe(403);
  await browser.post("/account/proof", { password: PASSWORD });
  expect((await browser.post("/account/password", { password: NEW })).status).toBe(303);
});

test("accepting an invitation while signed in renews no proof", async () => {
  const { who, browser } = await person();
  const away = await createOrganization(database.db);
  await database.admin`update session set proved_at = proved_at - interval '11 minutes' where account_id = ${who.accountId}`;
  const ctx = as(away, away.owner, { now: new Date() });
  const { token } = await createInvitation(ctx, {
    email: who.email,
    name: "Known",
    role: "member",
    teamIds: [],
  });
  expect((await browser.post(`/invitations/${token}`)).location).toBe(`/${away.slug}`);
  expect((await browser.get("/account/passkeys/new")).location).toContain("/account/proof");
});

test("the operator's link to set a password does not get past the second factor", async () => {
  const { org, who } = await person();
  await withTotp(await signedInAs(database.db, who, new Date(Date.now() - 120_000)));
  const { resetSignIn } = await import("#app/domain/identity/reset-sign-in.server.ts");
  const operator = { ...as(org, who), now: new Date(), actor: { kind: "operator" as const } };
  const { token } = await resetSignIn(operator, { memberId: who.id });
  const browser = app.browser();
  const answer = await browser.post(`/invitations/${token}`, { name: "Owner", password: NEW });
  expect(answer.location).toContain("/sign-in/second-factor");
  expect((await browser.get("/account")).location).toContain("/sign-in");
});

import { expect, test } from "vitest";
import { listPasskeys } from "#app/domain/identity/keep-passkey.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { type Browser, formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";
import {
  accountEventKinds,
  codeAt,
  givePassword,
  PASSWORD,
  signedInAs,
  withTotp,
} from "#test/support/sign-in-factories.ts";
import { SoftwarePasskey } from "#test/support/software-passkey.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const here = { origin: publicUrl(), host: new URL(publicUrl()).hostname };

async function person() {
  const org = await createOrganization(database.db);
  await givePassword(database.db, org.owner);
  return { org, who: org.owner };
}

/** With an authenticator app, set up a minute ago so that the codes of now are unused. */
async function personWithTotp() {
  const { org, who } = await person();
  const ctx = await signedInAs(database.db, who, new Date(Date.now() - 120_000));
  return { org, who, ...(await withTotp(ctx)) };
}

const without = (fields: [string, string][], ...names: string[]) =>
  fields.filter(([given]) => !names.includes(given));
const isSignedIn = async (browser: Browser) => (await browser.get("/account/sessions")).status === 200;

async function challenge(browser: Browser, path: string): Promise<string> {
  const answer = await browser.post(path);
  expect(answer.status, path).toBe(200);
  return String(JSON.parse(answer.text).challenge);
}

test("the password alone opens nothing where there is a second factor, and the code of now signs in", async () => {
  const { org, who, key } = await personWithTotp();
  const browser = app.browser();
  const half = await browser.post("/sign-in", {
    email: who.email,
    password: PASSWORD,
    to: `/${org.slug}/grants`,
  });
  expect(half.location).toBe(`/sign-in/second-factor?to=${encodeURIComponent(`/${org.slug}/grants`)}`);
  expect(browser.jar.has("castellan")).toBe(false);
  expect(await isSignedIn(browser)).toBe(false);
  const page = await browser.get(half.location ?? "");
  expect(page.text).toContain("one of your recovery codes");
  const wrong = await browser.post("/sign-in/second-factor", { oneTimeCode: "000000" });
  expect(wrong.status).toBe(400);
  expect(wrong.text).not.toContain("000000");
  const fields = without(formFields(page.text, "/sign-in/second-factor"), "oneTimeCode");
  const done = await browser.post("/sign-in/second-factor", [
    ...fields,
    ["oneTimeCode", codeAt(key, new Date())],
  ]);
  expect(done.location).toBe(`/${org.slug}/grants`);
  expect(await isSignedIn(browser)).toBe(true);
  const stored =
    await database.admin`select row_to_json(s)::text as row from session s where account_id = ${who.accountId}`;
  expect(stored.some(({ row }) => String(row).includes(browser.jar.get("castellan") ?? "-"))).toBe(false);
});

test("a recovery code signs in once", async () => {
  const { who, codes } = await personWithTotp();
  const [code = ""] = codes;
  const [first, second] = [app.browser(), app.browser()];
  for (const browser of [first, second])
    await browser.post("/sign-in", { email: who.email, password: PASSWORD });
  const answers = await Promise.all(
    [first, second].map((browser) => browser.post("/sign-in/second-factor", { oneTimeCode: code })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 400]);
});

test("without a password nobody gets to the second factor, and a used step is over", async () => {
  const { who, codes } = await personWithTotp();
  const stranger = await app.browser().post("/sign-in/second-factor", { oneTimeCode: codes[0] ?? "" });
  expect(stranger.status).toBe(409);
  expect(stranger.text).toContain("Start again with your password");
  const browser = app.browser();
  await browser.post("/sign-in", { email: who.email, password: PASSWORD });
  const copy = app.browser();
  for (const [name, value] of browser.jar) copy.jar.set(name, value);
  expect((await browser.post("/sign-in/second-factor", { oneTimeCode: codes[0] ?? "" })).status).toBe(303);
  expect((await copy.post("/sign-in/second-factor", { oneTimeCode: codes[1] ?? "" })).status).toBe(409);
  expect(await isSignedIn(copy)).toBe(false);
});

test("a form that was lost travels through both halves of signing in", async () => {
  const { org, who, key } = await personWithTotp();
  const page = `/${org.slug}/settings/teams`;
  const browser = app.browser();
  const lost = await browser.post(page, { name: "Kept through two" });
  const asked = without(formFields(lost.text, "/sign-in"), "email", "password", "passkey");
  const half = await browser.post("/sign-in", [...asked, ["email", who.email], ["password", PASSWORD]]);
  expect(half.status).toBe(200);
  const wrongFields = without(formFields(half.text, "/sign-in/second-factor"), "oneTimeCode", "passkey");
  const wrong = await browser.post("/sign-in/second-factor", [...wrongFields, ["oneTimeCode", "12345"]]);
  expect(wrong.status).toBe(400);
  const again = without(formFields(wrong.text, "/sign-in/second-factor"), "oneTimeCode", "passkey");
  const done = await browser.post("/sign-in/second-factor", [
    ...again,
    ["oneTimeCode", codeAt(key, new Date())],
  ]);
  expect(formFields(done.text, page)).toContainEqual(["name", "Kept through two"]);
});

test("after ten codes even the right one waits", async () => {
  const { who, key } = await personWithTotp();
  const browser = app.browser();
  await browser.post("/sign-in", { email: who.email, password: PASSWORD });
  for (let tries = 0; tries < 10; tries += 1)
    await browser.post("/sign-in/second-factor", { oneTimeCode: "000000" });
  const late = await browser.post("/sign-in/second-factor", { oneTimeCode: codeAt(key, new Date()) });
  expect(late.status).toBe(429);
  await database.admin`delete from rate_limit`;
});

test("an authenticator app is set up on its page: picture, key as text, code, recovery codes once", async () => {
  const { who } = await person();
  const browser = await app.signedIn(who);
  expect((await browser.post("/account/authenticator")).location).toBe("/account/authenticator");
  const page = await browser.get("/account/authenticator");
  expect(page.text).toMatch(/<svg role="img" aria-label="QR code/);
  const key = /title="([A-Z2-7]{32})"/.exec(page.text)?.[1] ?? "";
  const wrong = await browser.post("/account/authenticator", { oneTimeCode: "000000" });
  expect(wrong.status).toBe(400);
  expect(wrong.text).toContain(key);
  const on = await browser.post("/account/authenticator", { oneTimeCode: codeAt(key, new Date()) });
  expect(on.status).toBe(200);
  expect(on.headers.get("cache-control")).toContain("no-store");
  const codes = on.text.match(/[0-9a-z]{4}(-[0-9a-z]{4}){3}(?=<)/g) ?? [];
  expect(codes).toHaveLength(10);
  for (const path of ["/account/authenticator", "/account/second-factors", "/account/recovery-codes"]) {
    const { text } = await browser.get(path);
    expect(text).not.toContain(key);
    expect(text).not.toContain(codes[0]);
  }
});

test("changing a second factor long after signing in leads to the proof and back", async () => {
  const { who } = await person();
  const browser = await app.signedIn(who);
  await database.admin`update session set proved_at = proved_at - interval '11 minutes' where account_id = ${who.accountId}`;
  const asked = await browser.post("/account/authenticator");
  expect(asked.status).toBe(403);
  expect(asked.text).toContain("Prove that it is you");
  expect((await browser.get("/account/passkeys/new")).location).toContain("/account/proof");
  await browser.post("/account/proof", { password: PASSWORD });
  expect((await browser.post("/account/authenticator")).status).toBe(303);
});

test("a passkey is added, signs in without a password, is the second factor, and proves", async () => {
  const { org, who } = await person();
  const browser = await app.signedIn(who);
  const passkey = new SoftwarePasskey(who.accountId);
  const made = passkey.register({
    ...here,
    challenge: await challenge(browser, "/account/passkeys/new/challenge"),
  });
  const added = await browser.post("/account/passkeys/new", { name: "Key", passkey: JSON.stringify(made) });
  expect(added.text).toContain("Store your recovery codes now");

  const direct = app.browser();
  const signed = passkey.sign({ ...here, challenge: await challenge(direct, "/sign-in/passkey/challenge") });
  const fields = { email: "", password: "", to: `/${org.slug}/grants`, passkey: JSON.stringify(signed) };
  expect((await direct.post("/sign-in", fields)).location).toBe(`/${org.slug}/grants`);
  expect(await isSignedIn(direct)).toBe(true);

  const second = app.browser();
  await second.post("/sign-in", { email: who.email, password: PASSWORD });
  const factor = passkey.sign({
    ...here,
    challenge: await challenge(second, "/sign-in/second-factor/challenge"),
  });
  expect((await second.post("/sign-in/second-factor", { passkey: JSON.stringify(factor) })).status).toBe(303);

  const proof = passkey.sign({ ...here, challenge: await challenge(second, "/account/proof/challenge") });
  expect((await second.post("/account/proof", { passkey: JSON.stringify(proof) })).location).toBe("/account");
  expect(await accountEventKinds(database.admin, who)).toContain("proof.give");
  const ctx = await signedInAs(database.db, who, new Date());
  expect(await listPasskeys(ctx)).toHaveLength(1);
});

test("a signed challenge counts once, in the browser that asked for it, for what it was asked for", async () => {
  const { who } = await person();
  const browser = await app.signedIn(who);
  const passkey = new SoftwarePasskey(who.accountId);
  const made = passkey.register({
    ...here,
    challenge: await challenge(browser, "/account/passkeys/new/challenge"),
  });
  await browser.post("/account/passkeys/new", { name: "Key", passkey: JSON.stringify(made) });

  const asking = app.browser();
  const signed = passkey.sign({ ...here, challenge: await challenge(asking, "/sign-in/passkey/challenge") });
  const fields = { passkey: JSON.stringify(signed) };
  expect((await app.browser().post("/sign-in", fields)).status).toBe(400);
  const elsewhere = await browser.post("/account/proof", fields);
  expect(elsewhere.status).toBe(400);
  expect((await asking.post("/sign-in", fields)).status).toBe(303);
  const replay = app.browser();
  for (const [name, value] of asking.jar) replay.jar.set(name, value);
  replay.jar.delete("castellan");
  expect((await replay.post("/sign-in", fields)).status).toBe(400);
});

test("what is no passkey's answer is refused with a sentence", async () => {
  for (const passkey of ["", "{}", "[", "null", JSON.stringify({ id: "x".repeat(5_000) })]) {
    const answer = await app.browser().post("/sign-in", { email: "a@example.test", password: "x", passkey });
    expect(answer.status).toBe(400);
  }
});

test("a post from another site reaches no challenge and no second factor", async () => {
  const { who } = await person();
  const browser = await app.signedIn(who);
  for (const path of [
    "/account/proof/challenge",
    "/account/proof",
    "/sign-in/second-factor",
    "/account/authenticator",
  ]) {
    const answer = await browser.post(path, {}, { Origin: "https://evil.example" });
    expect(answer.status, path).toBe(403);
  }
});

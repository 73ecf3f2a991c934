import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { closeRuntime, openRuntime } from "#app/db/runtime.server.ts";
import { inAccount, inTransaction } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { team } from "#app/domain/identity/organization-tables.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { type Browser, formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const PASSWORD = "correct horse battery staple";

async function scene() {
  const org = await createOrganization(database.db);
  const passwordHash = await hashPassword(PASSWORD);
  await inAccount(database.db, org.owner.accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, org.owner.accountId)),
  );
  return { org, page: `/${org.slug}/settings/teams`, email: org.owner.email };
}

const teamsOf = (org: { id: string }) =>
  inTransaction({ db: database.db, orgId: org.id }, (tx) => tx.select({ name: team.name }).from(team));

const without = (fields: [string, string][], name: string) => fields.filter(([given]) => given !== name);

test("a session that ends in the middle of a form costs no text: sign in, come back, it is still there", async () => {
  const { org, page, email } = await scene();
  const typed = 'Payments "& <b>Søren</b>';
  const stranger: Browser = app.browser();
  const lost = await stranger.post(page, { name: typed });
  expect(lost.status).toBe(401);
  expect(lost.text).toContain("What you typed is kept");
  const asked = without(without(formFields(lost.text, "/sign-in"), "email"), "password");

  const wrong = await stranger.post("/sign-in", [...asked, ["email", email], ["password", "not it at all"]]);
  expect(wrong.status).toBe(400);
  const still = without(without(formFields(wrong.text, "/sign-in"), "email"), "password");
  expect(new Set(still.map(String))).toEqual(new Set(asked.map(String)));

  const back = await stranger.post("/sign-in", [...still, ["email", email], ["password", PASSWORD]]);
  expect(back.status).toBe(200);
  const kept = formFields(back.text, page);
  expect(kept).toContainEqual(["name", typed]);

  const shown = await stranger.post(page, kept);
  expect(shown.status).toBe(200);
  expect(await teamsOf(org)).toEqual([]);
  expect(formFields(shown.text, page)).toContainEqual(["name", typed]);
  expect((await stranger.post(page, { name: typed })).status).toBe(303);
  expect(await teamsOf(org)).toEqual([{ name: typed }]);
});

test("passwords, secrets and codes are never put back into a page", async () => {
  const { page } = await scene();
  const lost = await app
    .browser()
    .post(page, { name: "x", password: "hunter2hunter2", apiSecret: "s3cr3t-value" });
  expect(lost.text).not.toContain("hunter2hunter2");
  expect(lost.text).not.toContain("s3cr3t-value");
});

test("a kept form goes back only to an address of ours", async () => {
  const { email } = await scene();
  const fields: [string, string][] = [
    ["email", email],
    ["password", PASSWORD],
    ["_keptAction", "https://evil.example/collect"],
    ["_kept.name", "x"],
  ];
  const answer = await app.browser().post("/sign-in", fields);
  expect(answer.status).toBe(303);
  expect(answer.location).toBe("/");
});

test("while the database is away pages and forms say so with 503, and the form can be sent again", async () => {
  const { org, page } = await scene();
  const browser = await app.signedIn(org.owner);
  await closeRuntime();
  openRuntime("postgres://castellan_runtime:x@127.0.0.1:1/none");
  const look = await browser.get(page);
  const sent = await browser.post(page, { name: "Payments" });
  const api = await app.api("cst_whatever-it-is").get("/me");
  const signIn = await app.browser().post("/sign-in", { email: "a@example.test", password: PASSWORD });
  await closeRuntime();
  openRuntime(database.runtimeUrl);
  expect([look.status, sent.status, api.status, signIn.status]).toEqual([503, 503, 503, 503]);
  expect(look.text).toContain("The database does not answer");
  expect(sent.text).toContain("what you typed is kept on this page");
  expect(api.headers.get("content-type")).toContain("application/problem+json");
  expect(signIn.text).not.toContain(PASSWORD);
  const again = await browser.post(page, formFields(sent.text, page));
  expect(again.status).toBe(303);
  expect(await teamsOf(org)).toEqual([{ name: "Payments" }]);
});

test("a refused form keeps every value and marks the field", async () => {
  const { org, page } = await scene();
  const browser = await app.signedIn(org.owner);
  const empty = await browser.post(page, { name: "" });
  expect(empty.status).toBe(400);
  expect(empty.text).toContain('aria-invalid="true"');
  const nul = await browser.post(page, { name: "a\0b" });
  expect(nul.status).toBe(400);
  await browser.post(page, { name: "Payments" });
  const twice = await browser.post(page, { name: "Payments" });
  expect(twice.status).toBe(409);
  expect(formFields(twice.text, page)).toContainEqual(["name", "Payments"]);
});

test("a form of 50 MB gets a sentence", async () => {
  const { org, page } = await scene();
  const browser = await app.signedIn(org.owner);
  const answer = await browser.post(page, { name: "x".repeat(50_000_000) });
  expect(answer.status).toBe(413);
  expect(answer.text).toContain("larger than");
});

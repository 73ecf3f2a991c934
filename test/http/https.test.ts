import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { inAccount } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";

vi.hoisted(() => {
  process.env.PUBLIC_URL = "https://castellan.example";
});

const database = openTestDatabase();
const app = openTestApp(database);
const PASSWORD = "correct horse battery staple";

test("behind https every cookie is secure and bound to the host, and browsers are told to stay", async () => {
  const org = await createOrganization(database.db);
  const passwordHash = await hashPassword(PASSWORD);
  await inAccount(database.db, org.owner.accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, org.owner.accountId)),
  );
  const browser = app.browser();
  const signedIn = await browser.post("/sign-in", { email: org.owner.email, password: PASSWORD });
  expect(signedIn.status).toBe(303);
  const [cookie = ""] = signedIn.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-castellan=[a-z0-9]+; /);
  for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
    expect(cookie).toContain(attribute);
  expect(cookie).not.toContain("Domain");
  expect(signedIn.headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
  const looks = await browser.post("/preferences", { theme: "dark" });
  expect(looks.headers.getSetCookie().join()).toMatch(/^__Host-castellan-looks=dark/);
  const said = await browser.post("/account/sessions");
  expect(said.headers.getSetCookie().join()).toMatch(/^__Host-castellan-said=/);
  const out = await browser.post("/sign-out");
  for (const line of out.headers.getSetCookie()) expect(line).toMatch(/^__Host-.*; Secure/);
});

test("with PUBLIC_URL set only its origin may post, whatever host the request names", async () => {
  const browser = app.browser();
  const foreign = [
    app.url,
    "http://castellan.example",
    "https://castellan.example:8443",
    "https://evil.example",
  ];
  for (const Origin of foreign) {
    const answer = await browser.post(
      "/preferences",
      { theme: "dark" },
      { Origin, "X-Forwarded-Host": "evil.example" },
    );
    expect(answer.status).toBe(403);
  }
  const own = await browser.post("/preferences", { theme: "dark" }, { "X-Forwarded-Host": "evil.example" });
  expect(own.status).toBe(303);
});

import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { inAccount } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization, type TestMember } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const PASSWORD = "correct horse battery staple";

async function givePassword(who: TestMember, password = PASSWORD): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inAccount(database.db, who.accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, who.accountId)),
  );
}

test("whoever signs in lands on the page they were going to", async () => {
  const org = await createOrganization(database.db);
  await givePassword(org.owner);
  const browser = app.browser();
  const sent = await browser.get(`/${org.slug}/`);
  expect(sent.status).toBe(302);
  expect(sent.location).toBe(`/sign-in?to=%2F${org.slug}%2F`);
  const page = await browser.get(sent.location ?? "");
  expect(page.status).toBe(200);
  expect(page.text).toContain('name="password"');
  const answer = await browser.post("/sign-in", {
    email: org.owner.email,
    password: PASSWORD,
    to: `/${org.slug}`,
  });
  expect(answer.status).toBe(303);
  expect(answer.location).toBe(`/${org.slug}`);
  expect(answer.headers.getSetCookie().join()).toMatch(/castellan=[a-z0-9]+;.*HttpOnly/);
});

import { expect, test } from "vitest";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { deleteOrganization } from "#app/domain/keeping/delete-organization.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { formFields } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { asJob } from "#test/support/notice-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("one owner asks, another confirms, every owner sees it, and once it begins nobody and no key gets in", async () => {
  const org = await createOrganization(database.db);
  const start = new Date();
  const second = await createMember(org, "owner");
  const member = await createMember(org, "member");
  const [first, other, outsider] = await Promise.all(
    [org.owner, second, member].map((who) => app.signedIn(who)),
  );
  if (!first || !other || !outsider) throw new Error("Everybody is signed in.");
  const here = `/${org.slug}/settings/organization/deletion`;
  const { key } = await createApiKey(as(org, org.owner, { now: start }), {
    name: "CI",
    scopes: ["read"],
    days: 30,
    environment: null,
  });
  expect((await first.get(here)).text).toContain("another owner has to confirm it within 7 days");
  const mistyped = await first.post(here, { name: "something else" });
  expect([mistyped.status, mistyped.text.includes("something else")]).toEqual([400, true]);
  expect((await first.post(here, { name: org.slug })).location).toBe(here);
  expect((await first.get(`${here}/confirmation`)).text).toContain("Another owner has to confirm it.");
  const seen = await other.get(`/${org.slug}/inventory`);
  expect(seen.text).toContain(`${org.owner.name} asks to delete this organization`);
  expect((await outsider.get(`/${org.slug}/inventory`)).text).not.toContain("delete this organization");
  const page = await other.get(`${here}/confirmation`);
  const fields = formFields(page.text, `${here}/confirmation`);
  expect((await other.post(`${here}/confirmation`, fields)).location).toBe(here);
  expect((await first.get(`/${org.slug}`)).text).toContain("Any owner can cancel until then.");
  expect((await other.post(`${here}/confirmation`, fields)).status).toBe(409);
  const due = later(8, start);
  expect((await app.api(key).get("/me")).status).toBe(200);
  expect(await deleteOrganization(asJob(org, due), { limit: 1 })).toBe("deleting");
  for (const browser of [first, other, outsider]) {
    expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(404);
  }
  expect((await app.api(key).get("/me")).status).toBe(401);
  expect((await first.get("/account")).status).toBe(200);
});

test("any owner cancels, without a proof, and the page says that nothing is deleted", async () => {
  const org = await createOrganization(database.db);
  const owner = await app.signedIn(org.owner);
  const here = `/${org.slug}/settings/organization/deletion`;
  expect((await owner.get(`${here}/cancellation`)).text).toContain("There is no deletion to cancel.");
  expect((await owner.get(here)).text).toContain("castellan admin confirm-deletion --organization");
  await owner.post(here, { name: org.slug });
  app.clock.now = new Date(Date.now() + 20 * 60_000);
  const fields = formFields((await owner.get(`${here}/cancellation`)).text, `${here}/cancellation`);
  const done = await owner.post(`${here}/cancellation`, fields);
  expect(done.location).toBe(`/${org.slug}/settings/organization`);
  expect((await owner.get(`/${org.slug}/inventory`)).text).not.toContain("to delete this organization");
  app.clock.now = undefined;
});

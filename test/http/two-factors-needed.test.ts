import { expect, test } from "vitest";
import { FreshProofNeeded } from "#app/domain/errors.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { requireTwoFactors } from "#app/domain/identity/require-two-factors.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { signedInAs, withTotp } from "#test/support/sign-in-factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("an owner needs a second factor of everybody, and exactly one audit event tells of it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const need = () => requireTwoFactors(ctx, { needed: "yes" });
  await expectOneEvent(org, ctx, "organization.require_two_factors", need);
});

test("nobody but an owner decides it, and letting it go needs a fresh proof", async () => {
  const org = await createOrganization(database.db);
  for (const role of ["admin", "security", "approver", "member", "auditor"] as const) {
    const actor = await createMember(org, role);
    await expectForbidden(org, async () => requireTwoFactors(as(org, actor), { needed: "yes" }));
  }
  const stale = as(org, org.owner, { provedAt: new Date("2026-11-23T11:00:00Z") });
  expect(() => requireTwoFactors(stale, { needed: "no" })).toThrow(FreshProofNeeded);
});

test("a member without a second factor is led to set one up there, and goes on elsewhere", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await createMember(other, "member", { accountId: who.accountId });
  const browser = await app.signedIn(who);
  expect((await browser.get(`/${org.slug}/inventory`)).status).toBe(200);
  await requireTwoFactors(as(org, org.owner), { needed: "yes" });
  const led = await browser.get(`/${org.slug}/inventory`);
  expect(led.location).toBe(`/account/second-factors?for=${org.slug}`);
  expect((await browser.get(led.location ?? "")).text).toContain(
    "opens only to members with a second factor",
  );
  expect((await browser.post(`/${org.slug}/requests/new`, {})).status).toBe(403);
  expect((await browser.get(`/${other.slug}/inventory`)).status).toBe(200);
  await withTotp(await signedInAs(database.db, who, new Date()));
  const again = await app.signedIn(who);
  expect((await again.get(`/${org.slug}/inventory`)).status).toBe(200);
});

test("a key of an owner asks for it, and none lets it go", async () => {
  const org = await createOrganization(database.db);
  const terms = { name: "Settings", scopes: ["admin" as const, "read" as const], days: 1, environment: null };
  const { key } = await createApiKey(as(org, org.owner, { now: new Date() }), terms);
  const api = app.api(key);
  const set = (needed: string) => api.send("PUT", "/organization/two-factors", { needed });
  expect((await set("yes")).json).toEqual({ needed: true });
  expect((await api.get("/organization")).json).toMatchObject({ needsTwoFactors: true });
  expect((await set("no")).status).toBe(403);
  expect((await set("perhaps")).status).toBe(422);
  expect((await api.get("/organization")).json).toMatchObject({ needsTwoFactors: true });
});

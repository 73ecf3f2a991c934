import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { createOrganization } from "#app/domain/identity/create-organization.server.ts";
import { CreateOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { slugsFor } from "#app/domain/identity/organization-rules.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createOrganization as testOrganization } from "#test/support/factories.ts";
import { operatorOfNew } from "#test/support/identity-factories.ts";

const database = openTestDatabase();

function input(name: string, ownerEmail: string) {
  return CreateOrganizationInput.parse({ name, ownerEmail });
}

test("the operator makes an organization with its first owner and one audit event", async () => {
  const ctx = operatorOfNew(database.db);
  const made = await createOrganization(ctx, input("Blue Kiln", " First@Example.test "));
  expect(made.organization).toEqual({ id: ctx.orgId, slug: "blue-kiln", name: "Blue Kiln" });
  expect(made.owner).toMatchObject({ email: "first@example.test", name: "first" });
  const events = await auditEvents({ db: database.db, id: ctx.orgId });
  expect(events.map((event) => event.verb)).toEqual(["organization.create"]);
  const [owner] = await database.admin`select password_hash from account where email = 'first@example.test'`;
  expect(owner?.password_hash).toBeNull();
});

test("no member creates an organization, not even an owner", async () => {
  const org = await testOrganization(database.db);
  expect(() => createOrganization(as(org, org.owner), input("Other", "x@example.test"))).toThrow(Forbidden);
});

test("two organizations of one name get two addresses, and one person may own both", async () => {
  const first = await createOrganization(operatorOfNew(database.db), input("Twice", "both@example.test"));
  const second = await createOrganization(operatorOfNew(database.db), input("Twice", "both@example.test"));
  expect([first.organization.slug, second.organization.slug]).toEqual(["twice", "twice-2"]);
  expect(second.owner.accountId).toBe(first.owner.accountId);
  const rows = await database.db.execute(
    sql`select slug from lookup_organizations_of(${first.owner.accountId})`,
  );
  expect(rows.map((row) => row.slug)).toEqual(["twice", "twice-2"]);
});

test("an organization whose owner's account is disabled is not made", async () => {
  const made = await createOrganization(operatorOfNew(database.db), input("Gone", "gone@example.test"));
  await database.admin`update account set disabled_at = now() where id = ${made.owner.accountId}`;
  const ctx = operatorOfNew(database.db);
  await expect(createOrganization(ctx, input("Gone again", "gone@example.test"))).rejects.toThrow(Conflict);
  const seen = await inTransaction(ctx, (tx) => tx.execute(sql`select 1 from organization`));
  expect(seen).toHaveLength(0);
});

test.each([
  ["API", "api-org"],
  ["Sign in", "sign-in-org"],
  ["Health", "health-org"],
  ["Çelik & Søns, Ltd.", "celik-s-ns-ltd"],
  ["日本", "org-1"],
  ["2026", "org-2026"],
  ["x".repeat(90), "x".repeat(40)],
  ["../../etc", "etc"],
])("an organization called %j is found at %j", (name, slug) => {
  expect(slugsFor(name)[0]).toBe(slug);
});

test("every address tried is short, plain and different", () => {
  const slugs = slugsFor("A rather long name of an organization with many words");
  expect(new Set(slugs).size).toBe(50);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/);
});

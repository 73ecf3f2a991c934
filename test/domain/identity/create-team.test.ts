import { expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an owner creates a team and leaves exactly one audit event", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const made = await expectOneEvent(org, ctx, "team.create", () => createTeam(ctx, { name: "Payments" }));
  expect(made.name).toBe("Payments");
});

test("a member cannot create a team, and neither can an owner's key without the scope", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await expectForbidden(org, async () => createTeam(as(org, developer), { name: "Payments" }));
  await expectForbidden(org, async () =>
    createTeam(as(org, org.owner, { scopes: ["read"] }), { name: "Payments" }),
  );
});

test("two teams of one name are refused, in two organizations they are not", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await createTeam(as(org, org.owner), { name: "Payments" });
  await expect(createTeam(as(org, org.owner), { name: "Payments" })).rejects.toBeInstanceOf(Conflict);
  await createTeam(as(other, other.owner), { name: "Payments" });
});

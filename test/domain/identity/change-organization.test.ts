import { expect, test } from "vitest";
import { Invalid } from "#app/domain/errors.ts";
import { changeOrganization } from "#app/domain/identity/change-organization.server.ts";
import { ChangeOrganizationInput } from "#app/domain/identity/organization-inputs.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an owner changes name, zone and working hours with one event of before and after; the same again leaves none", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const input = ChangeOrganizationInput.parse({
    name: "Harbour",
    timeZone: "Europe/Vienna",
    workingDays: [5, 1, 1],
    worksFrom: "08:30",
    worksTo: "24:00",
  });
  await expectOneEvent(org, ctx, "organization.change", () => changeOrganization(ctx, input));
  expect(await getOrganization(ctx)).toMatchObject({ ...input, workingDays: [1, 5], slug: org.slug });
  await changeOrganization(ctx, input);
  expect(await auditEvents(org)).toHaveLength(1);
});

test("what is absent stays, and work never ends before it starts, whichever of the two was sent", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await changeOrganization(ctx, { worksFrom: "10:00" });
  expect(await getOrganization(ctx)).toMatchObject({ worksFrom: "10:00", worksTo: "17:00", name: org.slug });
  for (const input of [{ worksFrom: "17:00" }, { worksTo: "09:00" }]) {
    await expect(changeOrganization(ctx, input)).rejects.toBeInstanceOf(Invalid);
  }
  expect(await auditEvents(org)).toHaveLength(1);
});

test("nobody below an administrator changes it, and a key needs the scope", async () => {
  const org = await createOrganization(database.db);
  const callers = [as(org, org.owner, { scopes: ["read"] })];
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    callers.push(as(org, await createMember(org, role)));
  }
  for (const ctx of callers) await expectForbidden(org, async () => changeOrganization(ctx, { name: "No" }));
});

test("only zones of the time zone database are taken, never an offset, and only whole times of a day", () => {
  const accepts = (input: unknown) => ChangeOrganizationInput.safeParse(input).success;
  for (const timeZone of ["UTC", "Europe/Kyiv", "America/Argentina/Ushuaia", "Asia/Kolkata"]) {
    expect(accepts({ timeZone }), timeZone).toBe(true);
  }
  for (const timeZone of ["", "+02:00", "Europe/Nowhere", "UTC'; drop", "x".repeat(65)]) {
    expect(accepts({ timeZone }), timeZone).toBe(false);
  }
  for (const worksTo of ["9:00", "24:01", "25:00", "12:60", "noon"]) {
    expect(accepts({ worksTo }), worksTo).toBe(false);
  }
  expect(accepts({ workingDays: [] })).toBe(false);
  expect(accepts({ workingDays: [0, 8] })).toBe(false);
});

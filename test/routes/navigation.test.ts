import { expect, test } from "vitest";
import type { Role } from "#app/domain/permissions.ts";
import { navigationFor } from "#app/routes/org/navigation.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createMember, createOrganization, createTeamOf } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

function labels(role: Role, leadsATeam = false): string[] {
  const viewer = { org: "acme", role, leadsATeam, waiting: 0, pastDue: 0 };
  return navigationFor(viewer, "/acme").groups.flatMap((group) => group.items.map((item) => item.label));
}

const ALL = [
  "Overview",
  "My access",
  "Approvals",
  "Inventory",
  "Findings",
  "Credentials",
  "Catalog",
  "Agents",
  "Advisories",
  "Requests",
  "Grants",
  "Audit",
];

test("each role sees exactly the destinations it can open", () => {
  expect(labels("owner")).toEqual(ALL);
  expect(labels("admin")).toEqual(ALL);
  expect(labels("security")).toEqual(ALL);
  expect(labels("approver")).toEqual(ALL.filter((label) => !["Audit", "Credentials"].includes(label)));
  expect(labels("member")).toEqual([
    "Overview",
    "My access",
    "Inventory",
    "Findings",
    "Catalog",
    "Agents",
    "Advisories",
  ]);
  expect(labels("member", true)).toEqual([
    "Overview",
    "My access",
    "Approvals",
    "Inventory",
    "Findings",
    "Catalog",
    "Agents",
    "Advisories",
    "Requests",
    "Grants",
  ]);
  expect(labels("auditor")).toEqual([
    "Overview",
    "Inventory",
    "Findings",
    "Credentials",
    "Catalog",
    "Agents",
    "Advisories",
    "Requests",
    "Grants",
    "Audit",
  ]);
});

test("the badge counts what waits on the viewer and turns amber only when something is past due", () => {
  const viewer = { org: "acme", role: "security" as const, leadsATeam: false, waiting: 3, pastDue: 0 };
  const approvals = (pastDue: number) =>
    navigationFor({ ...viewer, pastDue }, "/acme/approvals")
      .groups.flatMap((group) => group.items)
      .find((item) => item.label === "Approvals");
  expect(approvals(0)).toMatchObject({ badge: 3, current: true });
  expect(approvals(0)?.badgeTone).toBeUndefined();
  expect(approvals(1)?.badgeTone).toBe("amber");
});

test("every destination in a role's navigation opens for that role", async () => {
  const org = await createOrganization(database.db);
  const lead = await createMember(org, "member");
  await createTeamOf(org, [{ member: lead, isLead: true }]);
  const roles: Role[] = ["admin", "security", "approver", "member", "auditor"];
  const people = [org.owner, lead, ...(await Promise.all(roles.map((role) => createMember(org, role))))];
  for (const person of people) {
    const browser = await app.signedIn(person);
    const viewer = { org: org.slug, role: person.role, leadsATeam: person === lead, waiting: 0, pastDue: 0 };
    const { groups, settings } = navigationFor(viewer, "/");
    const items = [...groups.flatMap((group) => group.items), settings];
    const shown = await browser.open(settings.href);
    for (const item of items) {
      expect(shown.text).toContain(`href="${item.href}"`);
      const answer = await browser.open(item.href);
      expect(`${person.role} ${item.label} ${answer.status}`).toBe(`${person.role} ${item.label} 200`);
    }
  }
});

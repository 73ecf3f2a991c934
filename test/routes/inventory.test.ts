import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await createTeamOf(org, [{ member: developer }]);
  await recordScan(as(org, developer), {
    report: reportOf([fileOf([npxEntry("=cmd()", "@sentry/mcp-server"), npxEntry("x", "exact@1.0.0")])]),
  });
  return { org, developer };
}

test("an organization without reports is shown the two ways in, and no table", async () => {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("No device has reported yet");
  expect(page.text).toContain("castellan.mjs enroll");
  expect(page.text).not.toContain("<table");
});

test("the inventory says per server who uses it, what it can touch, and who approved it until when", async () => {
  const { org, developer } = await scene();
  const [exact] = await rowsOf(org, sql`select id from server where identity = 'npm:exact'`);
  await createGrant(org, { serverId: String(exact?.id), member: developer });
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory`);
  for (const text of [
    "npm:@sentry/mcp-server",
    "npm:exact",
    "Unapproved",
    "Not looked yet",
    developer.name,
  ]) {
    expect(page.text).toContain(text);
  }
  expect(page.text).toContain(org.owner.name);
});

test.each(["installation", "team"])("the inventory by %s opens", async (by) => {
  const { org } = await scene();
  const page = await (await app.signedIn(org.owner)).get(
    `/${org.slug}/inventory?by=${by}&sort=nonsense&page=x`,
  );
  expect(page.status).toBe(200);
  expect(page.text).toContain("Medium");
});

test("filters that match nothing say how many they are and how to clear them", async () => {
  const { org } = await scene();
  const page = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory?q=nothing&client=vscode`);
  expect(page.text).toContain("Nothing matches these 2 filters.");
  expect(page.text).toContain("Clear filters");
});

test("the CSV holds what the view shows and no cell that a spreadsheet would run", async () => {
  const { org, developer } = await scene();
  const csv = await (await app.signedIn(org.owner)).get(`/${org.slug}/inventory/export.csv?q=sentry`);
  expect(csv.text).toContain("'=cmd()");
  expect(csv.text.trim().split("\r\n")).toHaveLength(2);
  const other = await createMember(org, "member");
  const own = await (await app.signedIn(other)).get(`/${org.slug}/inventory/export.csv`);
  expect(own.text).not.toContain(developer.name);
});

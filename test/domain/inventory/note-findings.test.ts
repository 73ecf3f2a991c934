import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type NotedFinding, noteFindings } from "#app/domain/inventory/note-findings.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);

function scan(org: TestOrganization, n: number, spec: string | null) {
  const entries = spec === null ? [] : [npxEntry("server", spec)];
  return recordScan(as(org, org.owner, { now: hour(n) }), { report: reportOf([fileOf(entries)]) });
}

async function installed(org: TestOrganization): Promise<string> {
  const [row] = await rowsOf(org, sql`select id from installation`);
  return String(row?.id);
}

function advisory(installationId: string, where = "GHSA-1"): NotedFinding {
  return {
    installationId,
    rule: "vulnerable-release",
    severity: "high",
    where,
    sentence: "This release has a known weakness.",
    remedy: "Move to 1.0.1.",
  };
}

function note(org: TestOrganization, n: number, looked: string[], found: NotedFinding[]) {
  const ctx = as(org, org.owner, { now: hour(n) });
  return inTransaction(ctx, (tx) => noteFindings(tx, ctx, { source: "advisory", looked, found }));
}

function open(org: TestOrganization) {
  return rowsOf(
    org,
    sql`select source, rule, where_in_file as at from finding where resolved_at is null order by source, rule`,
  );
}

test("a noted finding stands until whoever noted it finds it no more, whatever a device reports", async () => {
  const org = await createOrganization(database.db);
  await scan(org, 0, "one@1.0.0");
  const id = await installed(org);
  expect(await note(org, 1, [id], [advisory(id)])).toBe(1);
  await scan(org, 2, "one@1.0.0");
  expect(await open(org)).toEqual([{ source: "advisory", rule: "vulnerable-release", at: "GHSA-1" }]);
  expect(await note(org, 3, [id], [advisory(id, "GHSA-2")])).toBe(1);
  expect(await open(org)).toEqual([{ source: "advisory", rule: "vulnerable-release", at: "GHSA-2" }]);
  await note(org, 4, [id], []);
  expect(await open(org)).toEqual([]);
});

test("another release resolves what was noted of the one before", async () => {
  const org = await createOrganization(database.db);
  await scan(org, 0, "one@1.0.0");
  const id = await installed(org);
  await note(org, 1, [id], [advisory(id)]);
  await scan(org, 2, "one@1.0.1");
  expect(await open(org)).toEqual([]);
});

test("looking at one installation leaves the findings of every other, and of every other source, alone", async () => {
  const org = await createOrganization(database.db);
  await recordScan(as(org, org.owner), {
    report: reportOf([fileOf([npxEntry("a", "one"), npxEntry("b", "two")])]),
  });
  const ids = (await rowsOf(org, sql`select id from installation order by name`)).map((row) =>
    String(row.id),
  );
  const [a = "", b = ""] = ids;
  await note(org, 1, [a, b], [advisory(a), advisory(b)]);
  await note(org, 2, [a], []);
  expect(await open(org)).toEqual([
    { source: "advisory", rule: "vulnerable-release", at: "GHSA-1" },
    { source: "launch", rule: "unpinned", at: "args" },
    { source: "launch", rule: "unpinned", at: "args" },
  ]);
});

test("what was removed is passed over, and nothing can be noted in another organization", async () => {
  const org = await createOrganization(database.db);
  await scan(org, 0, "one@1.0.0");
  const id = await installed(org);
  await scan(org, 1, null);
  expect(await note(org, 2, [id], [advisory(id)])).toBe(0);
  const other = await createOrganization(database.db);
  await scan(org, 3, "one@1.0.0");
  expect(await note(other, 4, [id], [advisory(id)])).toBe(0);
  expect(await open(org)).toEqual([]);
});

test("another value in the same place is another finding, first seen then", async () => {
  const org = await createOrganization(database.db);
  await scan(org, 0, "one");
  await scan(org, 1, "one");
  const seen = () => rowsOf(org, sql`select first_seen_at as at from finding where resolved_at is null`);
  expect(new Date(String((await seen())[0]?.at))).toEqual(hour(0));
  await scan(org, 2, "one@latest");
  expect(new Date(String((await seen())[0]?.at))).toEqual(hour(2));
});

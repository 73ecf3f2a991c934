import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { Invalid } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { OLDEST_REPORT_DAYS } from "#app/domain/inventory/report-moment.ts";
import type { ScanFile } from "#app/domain/inventory/scan-inputs.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);

function report(
  org: TestOrganization,
  now: number,
  taken: number | null,
  spec: string,
  more: Partial<ScanFile> = {},
) {
  const ctx = as(org, org.owner, { now: hour(now) });
  const files = [fileOf([npxEntry("server", spec)], more)];
  const takenAt = taken === null ? {} : { takenAt: hour(taken).toISOString() };
  return expectOneEvent(org, ctx, "scan.record", () =>
    recordScan(ctx, { report: { ...reportOf(files), ...takenAt } }),
  );
}

async function known(org: TestOrganization) {
  const [row] = await rowsOf(
    org,
    sql`select i.release, i.last_seen_at as seen, d.last_report_at as reported from installation i
      join device d on d.org_id = i.org_id and d.id = i.device_id where i.name = 'server'`,
  );
  return {
    release: row?.release,
    seen: new Date(String(row?.seen)),
    reported: new Date(String(row?.reported)),
  };
}

test("a report that waited on its machine is dated when it was taken, not when it came", async () => {
  const org = await createOrganization(database.db);
  await report(org, 50, 2, "one@1.0.0");
  expect(await known(org)).toEqual({ release: "1.0.0", seen: hour(2), reported: hour(2) });
  await report(org, 51, null, "one@1.0.1");
  expect(await known(org)).toEqual({ release: "1.0.1", seen: hour(51), reported: hour(51) });
});

test("an older report never overwrites what a newer one said, and its sender is told", async () => {
  const org = await createOrganization(database.db);
  await report(org, 10, 10, "one@2.0.0");
  expect(await report(org, 11, 3, "one@1.0.0")).toMatchObject({ isLate: true });
  expect(await known(org)).toEqual({ release: "2.0.0", seen: hour(10), reported: hour(10) });
});

test("parts of one scan have one moment and none is late", async () => {
  const org = await createOrganization(database.db);
  await report(org, 10, 9, "one@2.0.0");
  const path = "~/.codeium/windsurf/mcp_config.json";
  expect(await report(org, 11, 9, "two@1.0.0", { client: "windsurf", path })).not.toHaveProperty("isLate");
});

test("a clock that runs ahead counts as now, and one far behind is refused with a sentence", async () => {
  const org = await createOrganization(database.db);
  await report(org, 0, 300, "one@1.0.0");
  expect(await known(org)).toMatchObject({ reported: hour(0) });
  const old = { ...reportOf([]), takenAt: hour(-24 * OLDEST_REPORT_DAYS - 1).toISOString() };
  const refused = recordScan(as(org, org.owner, { now: hour(0) }), { report: old });
  await expect(refused).rejects.toBeInstanceOf(Invalid);
  await expect(refused).rejects.toThrow(/clock/);
});

test("a fault that hides no entry keeps nothing alive that is gone from the file", async () => {
  const org = await createOrganization(database.db);
  await report(org, 0, null, "one@1.0.0");
  const problem = { sentence: "text was expected, a number was found" };
  const scan = (now: number, isWhole: boolean) =>
    recordScan(as(org, org.owner, { now: hour(now) }), {
      report: reportOf([fileOf([npxEntry("other", "two@1.0.0")], { problem, isWhole })]),
    });
  expect(await scan(1, false)).toMatchObject({ removed: 0 });
  expect(await scan(2, true)).toMatchObject({ removed: 1 });
});

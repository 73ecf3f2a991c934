import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { setInstallationEnvironment } from "#app/domain/inventory/set-installation-environment.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);

test("a report makes servers, installations and findings and leaves exactly one audit event", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, await createMember(org, "member"));
  const report = reportOf([
    fileOf([npxEntry("sentry", "@sentry/mcp-server"), npxEntry("fetch", "mcp-fetch@1.2.3")]),
    fileOf([], { client: "vscode", path: "~/.config/Code/User/mcp.json" }),
  ]);
  const told = await expectOneEvent(org, ctx, "scan.record", () => recordScan(ctx, { report }));
  expect(told).toMatchObject({ files: 2, installations: 2, removed: 0, standings: { unapproved: 2 } });
  const servers = await rowsOf(org, sql`select identity, kind from server order by identity`);
  expect(servers).toEqual([
    { identity: "npm:@sentry/mcp-server", kind: "npm" },
    { identity: "npm:mcp-fetch", kind: "npm" },
  ]);
  const findings = await rowsOf(org, sql`select rule, severity_rank from finding where resolved_at is null`);
  expect(findings).toEqual([{ rule: "unpinned", severity_rank: 2 }]);
  const files = await rowsOf(org, sql`select client, outcome from scanned_file order by client`);
  expect(files).toEqual([
    { client: "cursor", outcome: "found" },
    { client: "vscode", outcome: "none" },
  ]);
});

test("the same report twice is one scan, and its id with other content is a conflict", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const report = reportOf([fileOf([npxEntry("a", "one@1.0.0")])]);
  const first = await recordScan(ctx, { report });
  const again = await recordScan(ctx, { report });
  expect(again).toMatchObject({ scanId: first.scanId, installations: 1, standings: first.standings });
  expect((await auditEvents(org)).filter((event) => event.verb === "scan.record")).toHaveLength(1);
  const other = reportOf([fileOf([npxEntry("b", "two@1.0.0")])], report.reportId);
  await expect(recordScan(ctx, { report: other })).rejects.toBeInstanceOf(Conflict);
  expect(await rowsOf(org, sql`select name from installation`)).toEqual([{ name: "a" }]);
});

test("what is gone from a file that was read is removed, and what comes back is returned", async () => {
  const org = await createOrganization(database.db);
  const at = (n: number) => as(org, org.owner, { now: hour(n) });
  const scan = (n: number, names: string[]) =>
    recordScan(at(n), { report: reportOf([fileOf(names.map((name) => npxEntry(name, name)))]) });
  await scan(0, ["keep", "go"]);
  expect((await scan(1, ["keep"])).removed).toBe(1);
  const state = () =>
    rowsOf(
      org,
      sql`select i.name, i.removed_at is not null as removed, i.returned_at is not null as returned, count(f.id)::int as findings
        from installation i left join finding f on f.org_id = i.org_id and f.installation_id = i.id and f.resolved_at is null
        group by i.org_id, i.id order by i.name`,
    );
  expect(await state()).toEqual([
    { name: "go", removed: true, returned: false, findings: 0 },
    { name: "keep", removed: false, returned: false, findings: 1 },
  ]);
  await scan(2, ["keep", "go"]);
  expect(await state()).toEqual([
    { name: "go", removed: false, returned: true, findings: 1 },
    { name: "keep", removed: false, returned: false, findings: 1 },
  ]);
});

test("a report of none removes what stood there; a file nobody could look at changes nothing", async () => {
  const org = await createOrganization(database.db);
  const at = (n: number) => as(org, org.owner, { now: hour(n) });
  await recordScan(at(0), { report: reportOf([fileOf([npxEntry("a", "one@1.0.0")])]) });
  const problem = { sentence: "The file could not be opened." };
  const away = reportOf([fileOf([], { outcome: "could_not_look", problem })]);
  expect((await recordScan(at(1), { report: away })).removed).toBe(0);
  const partly = fileOf([npxEntry("b", "two@1.0.0")], { problem: { sentence: "One entry is wrong." } });
  expect((await recordScan(at(2), { report: reportOf([partly]) })).removed).toBe(0);
  expect((await recordScan(at(3), { report: reportOf([fileOf([])]) })).removed).toBe(2);
  const left = await rowsOf(org, sql`select 1 from installation where removed_at is null`);
  expect(left).toEqual([]);
});

test("what stands in a file and was not read is kept with the file, and tells no secret", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const scan = (notes: string[]) =>
    recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", "one@1.0.0")], { client: "kiro", notes })]) });
  await scan(["“autoApprove” was not read.", "“timeout” was not read."]);
  const kept = () => rowsOf(org, sql`select client, notes from scanned_file`);
  expect(await kept()).toEqual([
    { client: "kiro", notes: ["“autoApprove” was not read.", "“timeout” was not read."] },
  ]);
  await expect(scan([`“ghp_${"a1B2c3D4e5F6".repeat(3)}” was not read.`])).rejects.toBeInstanceOf(Invalid);
  await scan([]);
  expect(await kept()).toEqual([{ client: "kiro", notes: [] }]);
});

test("a report that is not redacted is refused by its key paths and nothing of it is stored", async () => {
  const org = await createOrganization(database.db);
  const secret = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
  const entry = npxEntry("github", "one@1.0.0");
  entry.launch.args.push({ kind: "plain", text: `--token=${secret}` });
  const before = await auditEvents(org);
  const refused = await recordScan(as(org, org.owner), { report: reportOf([fileOf([entry])]) }).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(Invalid);
  expect(JSON.stringify([refused, String(refused)])).not.toContain(secret);
  expect(String(refused)).toContain("files.0.entries.0.launch.args.2");
  expect(await rowsOf(org, sql`select 1 from installation union all select 1 from scan`)).toEqual([]);
  expect(await auditEvents(org)).toEqual(before);
});

test("a device key reports for its own device only, and an auditor reports nothing", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const report = () => reportOf([fileOf([npxEntry("a", "one@1.0.0")])]);
  await recordScan(as(org, org.owner), { report: report() });
  const [row] = await rowsOf(org, sql`select id from device`);
  const foreign = as(org, developer, { via: "device_key", deviceId: String(row?.id), scopes: ["report"] });
  await expect(recordScan(foreign, { report: report() })).rejects.toBeInstanceOf(Forbidden);
  const auditor = await createMember(org, "auditor");
  await expectForbidden(org, async () => recordScan(as(org, auditor), { report: report() }));
});

test("another server under an old name starts in development again", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", "one@1.0.0")])]) });
  const [row] = await rowsOf(org, sql`select id from installation`);
  await setInstallationEnvironment(ctx, { installationId: String(row?.id), environment: "production" });
  await recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", "one@1.0.1")])]) });
  const environments = () => rowsOf(org, sql`select environment, release from installation`);
  expect(await environments()).toEqual([{ environment: "production", release: "1.0.1" }]);
  await recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", "two@1.0.0")])]) });
  expect(await environments()).toEqual([{ environment: "development", release: "1.0.0" }]);
});

test("ten thousand entries are stored in one report within seconds, and so are as many that all changed", async () => {
  const org = await createOrganization(database.db);
  const report = (release: string) =>
    recordScan(as(org, org.owner), {
      report: reportOf([
        fileOf(
          Array.from({ length: 10_000 }, (_, n) => npxEntry(`server-${n}`, `package-${n % 500}${release}`)),
        ),
      ]),
    });
  const started = performance.now();
  expect(await report("")).toMatchObject({ installations: 10_000, findings: 10_000 });
  expect(await report("@1.0.0")).toMatchObject({ installations: 10_000, findings: 0 });
  expect(performance.now() - started).toBeLessThan(20_000);
});

test("two reports of one device at once are taken one after the other", async () => {
  const org = await createOrganization(database.db);
  const reports = Array.from({ length: 6 }, (_, n) => reportOf([fileOf([npxEntry("a", `one@1.0.${n}`)])]));
  await Promise.all(reports.map((report) => recordScan(as(org, org.owner), { report })));
  expect(await rowsOf(org, sql`select count(*)::int as n from installation`)).toEqual([{ n: 1 }]);
  expect(await rowsOf(org, sql`select count(*)::int as n from device`)).toEqual([{ n: 1 }]);
});

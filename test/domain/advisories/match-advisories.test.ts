import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryEvidence } from "#app/domain/advisories/advisory-evidence.ts";
import { findConcerns } from "#app/domain/advisories/concern-queries.server.ts";
import { createAdvisoryImport } from "#app/domain/advisories/create-advisory-import.server.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import { keepMatches } from "#app/domain/advisories/keep-matches.server.ts";
import { matchAdvisories } from "#app/domain/advisories/match-advisories.server.ts";
import { countDueReleases, listMatches } from "#app/domain/advisories/match-queries.server.ts";
import { readOsv } from "#app/domain/advisories/osv/read-osv.ts";
import { storeAdvisories } from "#app/domain/advisories/store-advisories.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { importRecords, installs } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { manifestOf } from "#test/support/inventory-factories.ts";
import { tellAll } from "#test/support/notice-scenes.ts";
import { osvOf } from "#test/support/osv-records.ts";
import { expectForbidden } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const LATER = new Date(NOON.getTime() + 60_000);

async function matches(org: TestOrganization) {
  const { rows } = await listMatches(as(org, org.owner), {}, { limit: 50 });
  return rows.map(({ osvId, identity, release, answer, installations }) => [
    osvId,
    identity,
    release,
    answer,
    installations,
  ]);
}
const match = (org: TestOrganization, limit = 20, now = NOON) =>
  matchAdvisories(asOperator(org, now), { limit });
const told = async (org: TestOrganization) =>
  (await auditEvents(org)).filter(({ verb }) => verb === "server.match_advisories").map(({ after }) => after);
const evidence = (org: TestOrganization, identity: string) =>
  database.admin`select release, "row", answer, detail->>'why' as why from evidence
    where org_id = ${org.id} and identity = ${identity} order by release, "row"`;

test("a release in use is affected, another is not, and one that is not pinned may be", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "one@2.0.0", c: "one", d: "other@1.0.0" });
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  expect(await matches(org)).toEqual([
    ["GHSA-1", "npm:one", "1.0.0", "affected", 1],
    ["GHSA-1", "npm:one", "", "may_be_affected", 1],
  ]);
  expect(await told(org)).toEqual([
    { because: "vulnerable", release: "1.0.0", advisories: ["GHSA-1"], installations: 1 },
  ]);
});

test("looked at once, nothing is due until something changes", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "two@1.0.0", c: "three@1.0.0" });
  expect(await match(org, 2)).toEqual({ looked: 2 });
  expect(await match(org, 2)).toEqual({ looked: 1 });
  expect(await match(org)).toEqual({ looked: 0 });
  await installs(org, { a: "one@1.0.0", b: "two@1.0.0", c: "three@1.5.0" }, LATER);
  expect(await match(org)).toEqual({ looked: 1 });
  await importRecords(org, [osvOf("GHSA-1", "elsewhere")]);
  expect(await match(org)).toEqual({ looked: 0 });
});

test("a release that comes later is matched by the sweep", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  await installs(org, { a: "one@1.0.0" });
  await match(org);
  expect(await matches(org)).toEqual([["GHSA-1", "npm:one", "1.0.0", "affected", 1]]);
});

test("what was withdrawn or corrected concerns nobody any more, and an event says so", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0" });
  await importRecords(org, [osvOf("GHSA-1", "one"), osvOf("GHSA-2", "one")]);
  const gone = { modified: "2026-11-03T00:00:00Z", withdrawn: "2026-11-03T00:00:00Z" };
  const corrected = { modified: "2026-11-03T00:00:00Z", events: [{ introduced: "5.0.0" }] };
  await importRecords(org, [osvOf("GHSA-1", "one", gone), osvOf("GHSA-2", "one", corrected)]);
  expect(await matches(org)).toEqual([]);
  expect((await told(org)).at(-1)).toEqual({
    because: "cleared",
    release: "1.0.0",
    advisories: ["GHSA-1", "GHSA-2"],
    installations: 1,
  });
  // and back again
  await importRecords(org, [osvOf("GHSA-1", "one", { modified: "2026-11-04T00:00:00Z" })]);
  expect(await matches(org)).toEqual([["GHSA-1", "npm:one", "1.0.0", "affected", 1]]);
  expect(await told(org)).toHaveLength(3);
});

test("security is told at once of a malicious release in use, with the server as what it is about", async () => {
  const org = await createOrganization(database.db);
  const guard = await createMember(org, "security");
  await installs(org, { a: "evil" });
  await importRecords(org, [osvOf("MAL-2026-1", "evil", { events: [{ introduced: "0" }] })]);
  expect(await matches(org)).toEqual([["MAL-2026-1", "npm:evil", "", "affected", 1]]);
  await tellAll(database.admin, org);
  const notices = await database.admin`select kind, subject_kind, facts, mail from notice
    where org_id = ${org.id} and member_id = ${guard.id}`;
  expect(notices).toMatchObject([
    { kind: "release_malicious", subject_kind: "server", facts: { installations: 1 } },
  ]);
});

test("trust answers of the release itself, and says where nobody could look and what to do, never that it is clean", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "one@2.0.0", c: "two" });
  await match(org);
  const answersOf = async (identity: string, release: string) =>
    (await evidence(org, identity))
      .filter((row) => row.release === release)
      .map(({ row, answer }) => [row, answer]);
  const importSome =
    "No advisories about npm packages were imported yet. Import some under Advisories, and this is answered.";
  expect(await evidence(org, "npm:two")).toMatchObject([
    { row: "dependencies_checked", answer: "could_not_look" },
    { row: "known_malicious", answer: "could_not_look", why: importSome },
    { row: "known_vulnerable", answer: "could_not_look", why: importSome },
  ]);
  await importRecords(org, [osvOf("GHSA-1", "one")], as(org, org.owner, { now: LATER }));
  await match(org, 20, LATER);
  const [open, clean] = [
    ["dependencies_checked", "could_not_look"],
    ["known_malicious", "not_found"],
  ];
  expect(await answersOf("npm:one", "1.0.0")).toEqual([open, clean, ["known_vulnerable", "found"]]);
  expect(await answersOf("npm:one", "2.0.0")).toEqual([open, clean, ["known_vulnerable", "not_found"]]);
  expect(await answersOf("npm:two", "")).toEqual([open, clean, ["known_vulnerable", "not_found"]]);
});

test("an advisory about a server that is not pinned leaves it open while its newest release is not known", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one" });
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  expect((await evidence(org, "npm:one")).find(({ row }) => row === "known_vulnerable")).toMatchObject({
    answer: "could_not_look",
    why: "GHSA-1 is about it. Which release runs is not known: it is not pinned.",
  });
});

test("a missing tree holds no score at nothing: only what is known of the server itself caps it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const scoreOf = async (identity: string) => {
    const { serverId } = await recordManifest(ctx, manifestOf(identity, [], "1.0.0"));
    await match(org);
    const { score } = await getServerTrust(ctx, { serverId, release: "" });
    return score.caps.filter(({ most }) => most === 0).map(({ isOpen }) => isOpen);
  };
  await importRecords(org, [osvOf("GHSA-1", "elsewhere"), osvOf("PYSEC-1", "else", { ecosystem: "PyPI" })]);
  for (const identity of [
    "npm:one",
    "pypi:one",
    "oci:docker.io/one/one",
    "command:~/one",
    "remote:https://one.example",
  ])
    expect(await scoreOf(identity), identity).toEqual([]);
});

const findings = (org: TestOrganization) =>
  database.admin`select i.name, f.rule, f.severity, f.where_in_file as "where", f.sentence, f.remedy, f.resolved_at is null as open
    from finding f join installation i on i.org_id = f.org_id and i.id = f.installation_id
    where f.org_id = ${org.id} and f.source = 'advisory' order by i.name, f.where_in_file`;

test("each installation of a release an advisory names gets a finding, and loses it when it no longer applies", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "one@2.0.0", c: "one", d: "evil" });
  await importRecords(org, [
    osvOf("GHSA-1", "one", { aliases: ["CVE-1"] }),
    osvOf("PYSEC-9", "one", { aliases: ["CVE-1"] }),
    osvOf("MAL-1", "evil", { events: [], versions: ["6.6.6"] }),
  ]);
  expect(await findings(org)).toMatchObject([
    {
      name: "a",
      rule: "vulnerable-release",
      severity: "high",
      where: "GHSA-1",
      sentence: "Release 1.0.0 is known to be vulnerable (GHSA-1).",
      remedy: "Use release 2.0.0 or a later one.",
      open: true,
    },
    { name: "d", rule: "malicious-release", severity: "high", where: "MAL-1", open: true },
  ]);
  const gone = { modified: "2026-11-03T00:00:00Z", withdrawn: "2026-11-03T00:00:00Z" };
  await importRecords(org, [osvOf("GHSA-1", "one", gone), osvOf("PYSEC-9", "one", gone)]);
  expect((await findings(org)).map(({ where, open }) => [where, open])).toEqual([
    ["GHSA-1", false],
    ["MAL-1", true],
  ]);
});

test("somebody who installs a release that was looked at before gets the finding too", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  await installs(org, { a: "one@1.0.0", b: "two@1.0.0" });
  await match(org);
  expect(await match(org)).toEqual({ looked: 0 });
  await installs(org, { a: "one@1.0.0", b: "one@1.0.0" }, LATER);
  expect((await match(org)).looked).toBeGreaterThan(0);
  expect((await findings(org)).filter(({ open }) => open).map(({ name }) => name)).toEqual(["a", "b"]);
});

test("nobody but the system and those who guard hold releases against advisories, and each organization its own", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0" });
  await importRecords(other, [osvOf("GHSA-1", "one")]);
  await match(org);
  expect(await matches(org)).toEqual([]);
  const member = await createMember(org, "approver");
  await expectForbidden(org, async () => matchAdvisories(as(org, member), { limit: 1 }));
});

test("two at once leave one match and one event", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  await installs(org, { a: "one@1.0.0" });
  await Promise.all([match(org), match(org)]);
  expect(await matches(org)).toHaveLength(1);
  expect(await told(org)).toHaveLength(1);
});

test("people see the installations they may see", async () => {
  const org = await createOrganization(database.db);
  const member = await createMember(org, "member");
  await installs(org, { a: "one@1.0.0" });
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  expect((await listMatches(as(org, member), {}, { limit: 50 })).rows).toMatchObject([
    { osvId: "GHSA-1", installations: 0 },
  ]);
});

const dueNow = async (org: TestOrganization) =>
  (
    await database.admin`select identity from advisory_look where org_id = ${org.id} and is_due order by identity`
  ).map(({ identity }) => identity);

test("a batch makes due only what has one of its packages, the end of an import everything once", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "two@1.0.0" });
  await importRecords(org, [osvOf("GHSA-1", "two")]);
  const ctx = as(org, org.owner);
  const { id: importId } = await createAdvisoryImport(ctx, { text: "[]", name: "next.jsonl" });
  const store = (from: number, ...records: unknown[]) => {
    const advisories = records.map((record) => readOsv(record).advisory).filter((one) => one !== null);
    return storeAdvisories(ctx, { importId, from, records: records.length, advisories, notes: [] });
  };
  expect(await dueNow(org)).toEqual([]);
  await store(0, osvOf("GHSA-2", "one"));
  expect(await dueNow(org)).toEqual(["npm:one"]);
  await match(org);
  // what named it before and does no more
  await store(1, osvOf("GHSA-2", "elsewhere", { modified: "2026-11-20T00:00:00Z" }));
  expect(await dueNow(org)).toEqual(["npm:one"]);
  await match(org);
  await finishAdvisoryImport(ctx, { importId, problem: null });
  expect(await dueNow(org)).toEqual(["npm:one", "npm:two"]);
});

test("the first advisory about a kind of package makes every release of that kind due", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0" });
  await match(org);
  const ctx = as(org, org.owner);
  const { id: importId } = await createAdvisoryImport(ctx, { text: "[]", name: "first.jsonl" });
  const { advisory } = readOsv(osvOf("GHSA-1", "elsewhere"));
  const advisories = advisory ? [advisory] : [];
  await storeAdvisories(ctx, { importId, from: 0, records: 1, advisories, notes: [] });
  expect(await dueNow(org)).toEqual(["npm:one"]);
});

test("of one server its releases are looked at and no others", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "one@2.0.0", c: "two@1.0.0" });
  expect(await matchAdvisories(asOperator(org), { limit: 20, identity: "npm:one" })).toEqual({ looked: 2 });
  expect(await match(org)).toEqual({ looked: 1 });
});

test("when more advisories name a package than are held against it, that is not called clean", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [
    osvOf("GHSA-1", "one"),
    osvOf("GHSA-2", "one", { events: [{ introduced: "9.0.0" }] }),
  ]);
  const running = [{ package: "npm:one", version: "1.0.0", isDependency: false }];
  const ctx = as(org, org.owner);
  const { isCut } = await inTransaction(ctx, (tx) => findConcerns(tx, ctx, running));
  const cut = await inTransaction(ctx, (tx) => findConcerns(tx, ctx, running, 1));
  expect([isCut, cut.isCut, cut.concerns.length]).toEqual([false, true, 1]);
  const looked = { identity: "npm:one", release: "1.0.0", kinds: ["npm"], unknownTree: null, newest: null };
  const of = (isCut: boolean) => ({ concerns: [], isCut });
  const answers = (own: boolean, along: boolean) =>
    advisoryEvidence({ ...looked, own: of(own), along: of(along) }).map(({ answer }) => answer);
  expect([answers(false, false), answers(false, true), answers(true, true)]).toEqual([
    ["not_found", "not_found", "found"],
    ["not_found", "not_found", "could_not_look"],
    ["could_not_look", "could_not_look", "could_not_look"],
  ]);
  await installs(org, { a: "one@1.0.0" });
  await match(org);
  const place = { identity: "npm:one", release: "1.0.0", concerns: [] };
  await inTransaction(ctx, (tx) => keepMatches(tx, ctx, { ...place, isCut: true }));
  expect(await matches(org)).toHaveLength(1);
  await inTransaction(ctx, (tx) => keepMatches(tx, ctx, { ...place, isCut: false }));
  expect(await matches(org)).toHaveLength(0);
});

test("matches are listed page by page, each once, and what is not held against the advisories yet is counted", async () => {
  const org = await createOrganization(database.db);
  await installs(org, { a: "one@1.0.0", b: "two@1.0.0", c: "three" });
  expect(await countDueReleases(as(org, org.owner))).toBe(3);
  await importRecords(org, [
    osvOf("GHSA-1", "one"),
    osvOf("GHSA-2", "one"),
    osvOf("GHSA-3", "two"),
    osvOf("MAL-1", "three", { events: [{ introduced: "0" }] }),
  ]);
  const ctx = as(org, org.owner);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMatches(ctx, {}, { limit: 1, cursor });
    seen.push(...page.rows.map(({ osvId }) => osvId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["MAL-1", "GHSA-1", "GHSA-2", "GHSA-3"]);
  expect(await countDueReleases(ctx)).toBe(0);
  const other = await createOrganization(database.db);
  const foreign = await listMatches(ctx, {}, { limit: 1 });
  const stranger = as(other, other.owner);
  expect((await listMatches(stranger, {}, { limit: 5, cursor: foreign.rows[0]?.id })).rows).toEqual([]);
});

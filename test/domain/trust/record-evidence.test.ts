import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { EVIDENCE_ROW_KEYS, EVIDENCE_ROWS, evidenceValue } from "#app/domain/trust/evidence-rows.ts";
import { EVIDENCE_GROUP_NAMES } from "#app/domain/trust/evidence-words.ts";
import { type EvidenceToRecord, recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { asOperator, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const LATER = new Date(NOON.getTime() + 3_600_000);

const about = (identity: string, overrides: Partial<EvidenceToRecord> = {}): EvidenceToRecord => ({
  identity,
  row: "provenance",
  answer: "found",
  source: "npm registry",
  ...overrides,
});

function record(org: TestOrganization, rows: EvidenceToRecord[], now = NOON) {
  const ctx = asOperator(org, now);
  return inTransaction(ctx, (tx) => recordEvidence(tx, ctx, rows));
}

const stored = (org: TestOrganization) =>
  rowsOf(
    org,
    sql`select identity, release, "row", answer, value, detail, source, looked_at as at, failed_at, failed_why
      from evidence order by identity, release, "row"`,
  );

test("an answer is kept with its value, source and time, and the same again changes nothing", async () => {
  const org = await createOrganization(database.db);
  const rows = [
    about("npm:a", { release: "1.0.0", detail: { builder: "ci" } }),
    about("npm:a", { row: "known_malicious", release: "1.0.0", answer: "not_found", source: "OSV" }),
    about("npm:a", { row: "maintainers", value: 0.5, detail: { count: 2 } }),
    about("npm:a", { row: "archived", answer: "could_not_look", detail: { why: "GitHub answered 500." } }),
  ];
  await record(org, rows);
  const first = await stored(org);
  expect(first.map((row) => [row.row, row.release, row.answer, row.value])).toEqual([
    ["archived", "", "could_not_look", null],
    ["maintainers", "", "found", 0.5],
    ["known_malicious", "1.0.0", "not_found", 1],
    ["provenance", "1.0.0", "found", 1],
  ]);
  expect(first[0]).toMatchObject({ detail: { why: "GitHub answered 500." }, source: "npm registry" });
  await record(org, rows);
  expect(await stored(org)).toEqual(first);
});

test("a later look replaces an earlier one, an earlier one never a later", async () => {
  const org = await createOrganization(database.db);
  await record(org, [about("npm:a")], LATER);
  await record(org, [about("npm:a", { answer: "not_found" })], NOON);
  expect(await stored(org)).toMatchObject([{ answer: "found", value: 1 }]);
  await record(org, [about("npm:a", { answer: "not_found" })], new Date(LATER.getTime() + 1));
  expect(await stored(org)).toMatchObject([{ answer: "not_found", value: 0 }]);
});

test("a look that failed keeps what was known and notes that it failed, until one succeeds", async () => {
  const org = await createOrganization(database.db);
  await record(org, [about("npm:a", { row: "known_malicious", source: "OSV" })]);
  const silent = about("npm:a", {
    row: "known_malicious",
    answer: "could_not_look",
    source: "OSV",
    detail: { why: "OSV did not answer." },
  });
  await record(org, [silent], LATER);
  expect(await stored(org)).toMatchObject([
    { answer: "found", value: 0, failed_why: "OSV did not answer.", source: "OSV" },
  ]);
  await record(org, [about("npm:a", { row: "known_malicious", answer: "not_found" })], new Date(+LATER + 1));
  expect(await stored(org)).toMatchObject([
    { answer: "not_found", value: 1, failed_at: null, failed_why: null },
  ]);
});

test("of two answers in one call the known one is kept, and the later of two known ones", async () => {
  const org = await createOrganization(database.db);
  await record(org, [
    about("npm:a"),
    about("npm:a", { answer: "could_not_look" }),
    about("npm:b"),
    about("npm:b", { answer: "not_found" }),
  ]);
  expect(await stored(org)).toMatchObject([
    { identity: "npm:a", answer: "found" },
    { identity: "npm:b", answer: "not_found" },
  ]);
});

test("what a source says of itself is kept short and storable, whatever it holds", async () => {
  const org = await createOrganization(database.db);
  const deep: Record<string, unknown> = {};
  let at = deep;
  for (let depth = 0; depth < 50; depth += 1) {
    const next: Record<string, unknown> = {};
    at.deeper = next;
    at = next;
  }
  const long = "x".repeat(100_000);
  const parts = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`key${n}`, [long, long]]));
  await record(org, [
    about("npm:a", { detail: { text: `nul \u0000 half \ud800 ${long}`, list: Array(500).fill(1) } }),
    about("npm:b", { detail: { deep, not: Number.NaN } }),
    about("npm:c", { detail: parts, source: long }),
  ]);
  for (const row of await stored(org)) expect(JSON.stringify(row.detail).length).toBeLessThan(4_200);
});

test("five thousand answers are recorded in one call", async () => {
  const org = await createOrganization(database.db);
  await record(
    org,
    Array.from({ length: 5_000 }, (_, n) => about(`npm:${n}`)),
  );
  expect(await rowsOf(org, sql`select count(*)::int as n from evidence`)).toEqual([{ n: 5_000 }]);
});

test("evidence of another organization is neither seen nor changed", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await record(org, [about("npm:a")]);
  await record(other, [about("npm:a", { answer: "not_found" })], LATER);
  expect(await stored(org)).toMatchObject([{ answer: "found" }]);
  const foreign = { ...asOperator(org), orgId: uuidv7() };
  await expect(
    inTransaction(asOperator(org), (tx) => recordEvidence(tx, foreign, [about("npm:a")])),
  ).rejects.toThrow();
});

test("two writers of the same evidence at once both end, and one answer stands", async () => {
  const org = await createOrganization(database.db);
  const rows = Array.from({ length: 200 }, (_, n) => about(`npm:${n}`));
  await Promise.all([record(org, rows), record(org, rows.toReversed(), LATER)]);
  expect(await rowsOf(org, sql`select count(*)::int as n from evidence`)).toEqual([{ n: 200 }]);
});

test("a graded row is refused without a value, and any row with one out of range", () => {
  expect(() => evidenceValue("maintainers", "found")).toThrow(/needs a value/);
  expect(() => evidenceValue("provenance", "found", 1.01)).toThrow(/between 0 and 1/);
  expect(() => evidenceValue("provenance", "found", Number.NaN)).toThrow(/between 0 and 1/);
  expect(evidenceValue("maintainers", "could_not_look", 1)).toBeNull();
});

test("each group has rows that weigh, and every question is asked once", () => {
  const weights = new Map<string, number>();
  for (const key of EVIDENCE_ROW_KEYS) {
    const { group, weight } = EVIDENCE_ROWS[key];
    weights.set(group, (weights.get(group) ?? 0) + weight);
  }
  expect([...weights.keys()].sort()).toEqual(Object.keys(EVIDENCE_GROUP_NAMES).sort());
  for (const [group, weight] of weights) expect(weight, group).toBeGreaterThanOrEqual(15);
  const questions = EVIDENCE_ROW_KEYS.map((key) => EVIDENCE_ROWS[key].question);
  expect(new Set(questions).size).toBe(questions.length);
});

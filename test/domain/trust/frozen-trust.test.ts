import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { findTrustChange } from "#app/domain/requests/decided-trust-queries.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";
import { evidenceSentence } from "#app/domain/trust/evidence-sentence.ts";
import { freezeTrust, trustDifference } from "#app/domain/trust/frozen-trust.ts";
import { type EvidenceToRecord, recordEvidence } from "#app/domain/trust/record-evidence.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { type Answered, trustScore } from "#app/domain/trust/trust-score.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, createMember, type TestOrganization } from "#test/support/factories.ts";
import { rowsOf } from "#test/support/inventory-factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();

function record(
  org: TestOrganization,
  identity: string,
  rows: Omit<EvidenceToRecord, "identity" | "source">[],
) {
  const ctx = asOperator(org);
  return inTransaction(ctx, (tx) =>
    recordEvidence(
      tx,
      ctx,
      rows.map((row) => ({ ...row, identity, source: "a test" })),
    ),
  );
}

async function identityOf(org: TestOrganization, id: string) {
  const [row] = await rowsOf(org, sql`select identity from server where id = ${id}`);
  return String(row?.identity);
}

describe("a decision", () => {
  test("freezes the score, its confidence and every row with the formula that counted them", async () => {
    const s = await requestScene(database.db);
    const identity = await identityOf(s.org, s.server.id);
    await record(s.org, identity, [{ row: "licence", answer: "found", value: 1 }]);
    const trust = await getServerTrust(as(s.org, s.security), { serverId: s.server.id });
    await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
    const [kept] = await rowsOf(s.org, sql`select evidence -> 'trust' as trust from decision`);
    expect(kept?.trust).toEqual(freezeTrust(trust));
    expect(kept?.trust).toMatchObject({ formula: 4, release: trust.release, score: trust.score.score });
    expect(freezeTrust(trust).rows).toHaveLength(EVIDENCE_ROW_KEYS.length);
  });

  test("keeps what was seen then: evidence that comes later changes the difference, not the record", async () => {
    const s = await requestScene(database.db);
    const identity = await identityOf(s.org, s.server.id);
    await record(s.org, identity, [{ row: "provenance", answer: "found" }]);
    const requestId = await s.ask();
    await denyRequest(as(s.org, s.security), { requestId, reason: "Not yet." });
    const [before] = await rowsOf(s.org, sql`select evidence from decision`);
    await record(s.org, identity, [
      { row: "provenance", answer: "not_found" },
      { row: "known_malicious", answer: "found" },
    ]);
    const ctx = as(s.org, s.security);
    const now = await getServerTrust(ctx, { serverId: s.server.id });
    const since = await findTrustChange(ctx, s.server.id, now);
    expect(since?.isSameFormula).toBe(true);
    expect(since?.possiblePoints).toBeLessThan(0);
    expect(since?.rows.map((row) => [row.row, row.before.answer, row.after.answer])).toEqual(
      [
        ["publisher_verified", "found", "could_not_look"],
        ["provenance", "found", "not_found"],
        ["known_malicious", "could_not_look", "found"],
      ].sort((a, b) => order(since?.rows ?? [], a[0]) - order(since?.rows ?? [], b[0])),
    );
    expect((await rowsOf(s.org, sql`select evidence from decision`))[0]).toEqual(before);
    const page = await getRequest(ctx, requestId);
    expect(page.trust.since).toEqual(since);
  });

  test("made under the first formula keeps its numbers, and is not compared in points", async () => {
    const s = await requestScene(database.db);
    const first = { formula: 1, release: "1.0.0", score: 41.2, possible: 90, confidence: 0.5, rows: [] };
    const requestId = await s.ask();
    await approveRequest(as(s.org, s.security), { requestId });
    await database.admin`update decision set evidence = jsonb_set(evidence, '{trust}', ${JSON.stringify({
      ...first,
      caps: [{ row: "archived", most: 50 }],
    })}::text::jsonb) where org_id = ${s.org.id}`;
    const page = await getRequest(as(s.org, s.security), requestId);
    expect(page.trust.since).toMatchObject({ isSameFormula: false, was: { score: 41.2, possible: 90 } });
  });

  test("is compared with only by who may see it", async () => {
    const s = await requestScene(database.db);
    await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
    const stranger = await createMember(s.org, "member");
    const now = await getServerTrust(as(s.org, stranger), { serverId: s.server.id });
    expect(await findTrustChange(as(s.org, stranger), s.server.id, now)).toBeNull();
    expect(await findTrustChange(as(s.org, s.developer), s.server.id, now)).toMatchObject({
      points: 0,
      rows: [],
    });
  });

  test("made before there was a score is passed over", async () => {
    const s = await requestScene(database.db);
    const requestId = await s.ask();
    await approveRequest(as(s.org, s.security), { requestId });
    await database.admin`update decision set evidence = evidence - 'trust' where org_id = ${s.org.id}`;
    const page = await getRequest(as(s.org, s.security), requestId);
    expect(page.trust.since).toBeNull();
    expect(page.checklist.length).toBeGreaterThan(0);
  });
});

function order(rows: readonly { row: string }[], row: string | undefined): number {
  return rows.findIndex((one) => one.row === row);
}

describe("the difference between two moments", () => {
  const score = (rows: Answered[], release = "1.0.0") => ({ release, score: trustScore(rows) });
  const known = (row: Answered["row"], value: number): Answered => ({ row, answer: "found", value });

  test("names the rows that moved with their points, the largest loss first", () => {
    const before = freezeTrust(score([known("licence", 1), known("maintainers", 0.2)]));
    const since = trustDifference(before, score([known("maintainers", 0.4)]));
    expect(since.rows.map((row) => row.row)).toEqual(["licence", "maintainers"]);
    expect(since.rows[0]?.points).toBeLessThan(0);
    expect(since.rows[1]?.points).toBeGreaterThan(0);
  });

  test("is nothing when nothing moved, and says when it is of another release or formula", () => {
    const before = freezeTrust(score([known("licence", 1)]));
    expect(trustDifference(before, score([known("licence", 1)]))).toMatchObject({
      points: 0,
      possiblePoints: 0,
      rows: [],
      isSameFormula: true,
      isSameRelease: true,
    });
    expect(trustDifference({ ...before, formula: 1 }, score([known("licence", 1)], "2.0.0"))).toMatchObject({
      isSameFormula: false,
      isSameRelease: false,
    });
  });
});

describe("the sentence of a row", () => {
  test("is the finder's own, or its facts by name, and why where nobody could look", () => {
    expect(evidenceSentence({ answer: "found", detail: { says: "MIT." } })).toBe("MIT.");
    expect(evidenceSentence({ answer: "found", detail: { count: 3, lastCommit: "2026-11-01" } })).toBe(
      "count: 3 · last commit: 2026-11-01",
    );
    expect(evidenceSentence({ answer: "could_not_look", detail: { why: "It did not answer." } })).toBe(
      "It did not answer.",
    );
    expect(evidenceSentence({ answer: "not_found", detail: {} })).toBe("");
  });
});

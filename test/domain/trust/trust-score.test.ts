import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVIDENCE_ROW_KEYS, EVIDENCE_ROWS, type EvidenceRowKey } from "#app/domain/trust/evidence-rows.ts";
import { releaseEvidence } from "#app/domain/trust/release-evidence.ts";
import { type Answered, trustScore } from "#app/domain/trust/trust-score.ts";

const CAPPING: EvidenceRowKey[] = [
  "known_malicious",
  "registry_deleted",
  "secret_over_http",
  "known_vulnerable",
  "archived",
  "npm_deprecated",
  "registry_deprecated",
];

const value = fc.double({ min: 0, max: 1, noNaN: true });
const knownAnswer = fc.constantFrom("found" as const, "not_found" as const);

/** Any evidence: each row known, unknown or missing. */
const someEvidence = fc
  .tuple(
    ...EVIDENCE_ROW_KEYS.map((row) =>
      fc.oneof(
        fc.record({ row: fc.constant(row), answer: knownAnswer, value }),
        fc.constant<Answered>({ row, answer: "could_not_look", value: null }),
        fc.constant(null),
      ),
    ),
  )
  .map((rows) => rows.filter((row): row is Answered => row !== null));

const aRow = fc.constantFrom(...EVIDENCE_ROW_KEYS);
const without = (rows: Answered[], row: EvidenceRowKey) => rows.filter((one) => one.row !== row);
const CLOSE = 1e-9;

const allGood = (overrides: Partial<Record<EvidenceRowKey, Answered>> = {}): Answered[] =>
  EVIDENCE_ROW_KEYS.map((row) => {
    const { good } = EVIDENCE_ROWS[row];
    return overrides[row] ?? { row, answer: good === "graded" ? "found" : good, value: 1 };
  });

describe("the trust score", () => {
  test("is nothing proven and everything possible where nothing is known, and 100 where everything is good", () => {
    expect(trustScore([])).toMatchObject({ formula: 4, proven: 0, score: 0, possible: 100, confidence: 0 });
    const best = trustScore(allGood());
    expect(best).toMatchObject({ score: 100, possible: 100, caps: [] });
    expect(best.confidence).toBeCloseTo(1, 9);
  });

  test("is the sum of weight times value over all rows, divided by all weights", () => {
    fc.assert(
      fc.property(someEvidence, (rows) => {
        const all = EVIDENCE_ROW_KEYS.reduce((sum, key) => sum + EVIDENCE_ROWS[key].weight, 0);
        const known = rows.filter((row) => row.value !== null);
        const counted = known.reduce((sum, one) => sum + EVIDENCE_ROWS[one.row].weight * (one.value ?? 0), 0);
        const weighed = known.reduce((sum, one) => sum + EVIDENCE_ROWS[one.row].weight, 0);
        const found = trustScore(rows);
        const most = found.caps[0]?.most ?? 100;
        expect(Math.abs(found.proven - (100 * counted) / all)).toBeLessThan(0.051);
        expect(Math.abs(found.score - Math.min(most, (100 * counted) / all))).toBeLessThan(0.051);
        expect(found.confidence).toBeCloseTo(weighed / all, 9);
      }),
    );
  });

  test("lies between 0 and 100, and never above what is possible", () => {
    fc.assert(
      fc.property(someEvidence, (rows) => {
        const { score, possible, confidence } = trustScore(rows);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(possible);
        expect(possible).toBeLessThanOrEqual(100);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("is never raised by an answer that goes missing, and neither is its confidence", () => {
    fc.assert(
      fc.property(someEvidence, aRow, (rows, row) => {
        const before = trustScore(rows);
        for (const after of [
          trustScore(without(rows, row)),
          trustScore([...without(rows, row), { row, answer: "could_not_look", value: null }]),
        ]) {
          expect(after.score).toBeLessThanOrEqual(before.score);
          expect(after.proven).toBeLessThanOrEqual(before.proven);
          expect(after.confidence).toBeLessThanOrEqual(before.confidence + CLOSE);
        }
      }),
    );
  });

  test("is never raised by any number of answers that go missing, whatever was capping it", () => {
    fc.assert(
      fc.property(someEvidence, fc.subarray(EVIDENCE_ROW_KEYS), (rows, gone) => {
        const left = rows.filter(({ row }) => !gone.includes(row));
        expect(trustScore(left).score).toBeLessThanOrEqual(trustScore(rows).score);
      }),
    );
    for (const row of CAPPING) {
      const tripped = trustScore(allGood({ [row]: { row, answer: "found", value: 0 } }));
      const silent = trustScore(allGood({ [row]: { row, answer: "could_not_look", value: null } }));
      expect(silent.score, row).toBe(tripped.score);
      expect(silent.possible, row).toBe(100);
      expect(silent.caps, row).toMatchObject([{ row, isOpen: true }]);
      expect(silent.caps[0]?.reason).toMatch(/^nobody could look whether /);
    }
  });

  test("never falls when an answer gets better: from found to absent where that is good, or the other way round", () => {
    fc.assert(
      fc.property(someEvidence, aRow, (rows, row) => {
        const { good } = EVIDENCE_ROWS[row];
        const [bad, best] =
          good === "not_found" ? (["found", "not_found"] as const) : (["not_found", "found"] as const);
        const of = (one: Answered) => trustScore([...without(rows, row), one]);
        const worst = of({ row, answer: bad, value: 0 });
        const finest = of({ row, answer: best, value: 1 });
        const silent = of({ row, answer: "could_not_look", value: null });
        expect(finest.score).toBeGreaterThanOrEqual(worst.score);
        expect(worst.score).toBeGreaterThanOrEqual(silent.score);
        expect(finest.possible).toBeGreaterThanOrEqual(worst.possible);
        expect(silent.possible).toBeGreaterThanOrEqual(finest.possible);
      }),
    );
  });

  test("an answer found stays inside the bar that was drawn before it was known", () => {
    fc.assert(
      fc.property(someEvidence, aRow, knownAnswer, value, (rows, row, answer, given) => {
        const before = trustScore(without(rows, row));
        const found = { row, answer, value: given };
        const after = trustScore([...without(rows, row), found]);
        expect(after.possible).toBeLessThanOrEqual(before.possible);
        expect(after.score).toBeGreaterThanOrEqual(before.score);
      }),
    );
  });

  test("rises with the value of each row and never falls", () => {
    fc.assert(
      fc.property(someEvidence, aRow, knownAnswer, value, value, (rows, row, answer, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const lower = trustScore([...without(rows, row), { row, answer, value: low }]);
        const higher = trustScore([...without(rows, row), { row, answer, value: high }]);
        expect(higher.score).toBeGreaterThanOrEqual(lower.score);
        expect(higher.possible).toBeGreaterThanOrEqual(lower.possible);
      }),
    );
  });

  test("does not depend on the order of the evidence", () => {
    fc.assert(
      fc.property(
        someEvidence.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows))),
        ([rows, mixed]) => {
          expect(trustScore(mixed)).toEqual(trustScore(rows));
        },
      ),
    );
  });

  test("counts the worse of two answers to one question", () => {
    fc.assert(
      fc.property(someEvidence, aRow, knownAnswer, value, (rows, row, answer, given) => {
        const one = { row, answer, value: given };
        const twice = trustScore([...rows, one]);
        expect(twice).toEqual(trustScore([one, ...rows]));
        if (rows.some((other) => other.row === row && other.value !== null))
          expect(twice.score).toBeLessThanOrEqual(trustScore(rows).score);
      }),
    );
  });

  test("a cap only ever lowers, says why, and holds however good the rest is", () => {
    for (const row of CAPPING) {
      const capped = trustScore(allGood({ [row]: { row, answer: "found", value: 1 } }));
      expect(capped.caps.map((cap) => cap.row)).toEqual([row]);
      expect(capped.caps[0]?.reason).toMatch(/^(?:it|its|a|this),? /);
      expect(capped.score).toBe(capped.caps[0]?.most);
      expect(capped.score).toBeLessThanOrEqual(60);
    }
    fc.assert(
      fc.property(someEvidence, fc.constantFrom(...CAPPING), (rows, row) => {
        const open = [...without(rows, row), { row, answer: "not_found" as const, value: 0 }];
        const capped = [...without(rows, row), { row, answer: "found" as const, value: 0 }];
        expect(trustScore(capped).score).toBeLessThanOrEqual(trustScore(open).score);
        expect(trustScore(capped).possible).toBeLessThanOrEqual(trustScore(open).possible);
      }),
    );
  });

  test("the lowest of several caps counts and all of them are named", () => {
    const found = trustScore(
      allGood({
        archived: { row: "archived", answer: "found", value: 0 },
        known_malicious: { row: "known_malicious", answer: "found", value: 0 },
      }),
    );
    expect(found.caps.map((cap) => [cap.row, cap.most])).toEqual([
      ["known_malicious", 0],
      ["archived", 50],
    ]);
    expect(found).toMatchObject({ score: 0, possible: 0 });
  });

  test("every row's counts, costs and open points add up to its share, and the shares to 100", () => {
    fc.assert(
      fc.property(someEvidence, (rows) => {
        const found = trustScore(rows);
        const total = found.rows.reduce((sum, row) => sum + row.counts + row.costs + row.open, 0);
        expect(total).toBeCloseTo(100, 6);
        expect(found.groups.reduce((sum, group) => sum + group.share, 0)).toBeCloseTo(100, 6);
        const counted = found.groups.reduce((sum, group) => sum + group.counts, 0);
        expect(Math.abs(counted - found.proven)).toBeLessThan(0.051);
        if (found.caps.length === 0) expect(found.score).toBe(found.proven);
      }),
    );
  });
});

describe("evidence of one release", () => {
  type OfRelease = Answered & { release: string };
  const piece = (release: string, answer: Answered["answer"], given: number | null): OfRelease => ({
    row: "known_malicious",
    release,
    answer,
    value: given,
  });

  test("beats that of every release, and another release's does not count", () => {
    const all = [piece("", "not_found", 1), piece("1.0.0", "found", 0), piece("2.0.0", "not_found", 1)];
    expect(releaseEvidence(all, "1.0.0")).toEqual([all[1]]);
    expect(releaseEvidence(all, "3.0.0")).toEqual([all[0]]);
    expect(releaseEvidence(all, "")).toEqual([all[0]]);
  });

  test("that nobody could look at hides nothing that is known of every release", () => {
    const all = [piece("1.0.0", "could_not_look", null), piece("", "found", 0)];
    expect(releaseEvidence(all, "1.0.0")).toEqual([all[1]]);
    expect(trustScore(releaseEvidence(all, "1.0.0")).possible).toBe(0);
  });

  test("does not depend on the order it is given in", () => {
    const pieces = fc.uniqueArray(
      fc.record({
        row: aRow,
        release: fc.constantFrom("", "1.0.0", "2.0.0"),
        answer: fc.constantFrom("found" as const, "not_found" as const, "could_not_look" as const),
        value: fc.constant(1),
      }),
      { selector: ({ row, release }) => `${row} ${release}` },
    );
    fc.assert(
      fc.property(
        pieces.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows))),
        ([rows, mixed]) => {
          const sorted = (list: typeof rows) => releaseEvidence(list, "1.0.0").sort(byRow);
          expect(sorted(mixed)).toEqual(sorted(rows));
        },
      ),
    );
  });
});

const byRow = (a: { row: string }, b: { row: string }) => (a.row < b.row ? -1 : 1);

function shuffled<T>(rows: T[]) {
  return fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length });
}

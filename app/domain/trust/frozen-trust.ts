import type { EvidenceRowKey } from "./evidence-rows.ts";
import type { EvidenceAnswer } from "./evidence-words.ts";
import type { TrustScore } from "./trust-score.ts";

/** The trust in a release as it was when something was decided; small, and comparable later. */
export type FrozenTrust = {
  formula: number;
  release: string;
  score: number;
  possible: number;
  confidence: number;
  /** `isOpen` since the second formula: the first had only facts found. */
  caps: { row: EvidenceRowKey; most: number; isOpen?: boolean }[];
  rows: { row: EvidenceRowKey; answer: EvidenceAnswer; value: number | null; counts: number }[];
};

export function freezeTrust({ release, score }: { release: string; score: TrustScore }): FrozenTrust {
  return {
    formula: score.formula,
    release,
    score: score.score,
    possible: score.possible,
    confidence: score.confidence,
    caps: score.caps.map(({ row, most, isOpen }) => ({ row, most, isOpen })),
    rows: score.rows.map(({ row, answer, value, counts }) => ({ row, answer, value, counts })),
  };
}

type ChangedRow = {
  row: EvidenceRowKey;
  before: { answer: EvidenceAnswer; value: number | null };
  after: { answer: EvidenceAnswer; value: number | null };
  /** Of 100; what the row counts now less what it counted then. */
  points: number;
};

export type TrustDifference = {
  was: Pick<FrozenTrust, "score" | "possible" | "release">;
  /** Points up or down, in tenths: of what is proven, and of what is possible. */
  points: number;
  possiblePoints: number;
  /** Another formula counts rows differently: then only answers are compared, and not points. */
  isSameFormula: boolean;
  isSameRelease: boolean;
  /** Rows whose answer or value changed, the largest loss first. */
  rows: ChangedRow[];
};

const tenths = (points: number) => Math.round(points * 10) / 10;

/** What changed in the trust between a decision and now. */
export function trustDifference(
  then: FrozenTrust,
  now: { release: string; score: TrustScore },
): TrustDifference {
  const before = new Map(then.rows.map((row) => [row.row, row]));
  const rows = now.score.rows.flatMap(({ row, answer, value, counts }): ChangedRow[] => {
    const old = before.get(row) ?? { answer: "could_not_look" as const, value: null, counts: 0 };
    if (old.answer === answer && old.value === value) return [];
    return [
      {
        row,
        before: { answer: old.answer, value: old.value },
        after: { answer, value },
        points: counts - old.counts,
      },
    ];
  });
  return {
    was: { score: then.score, possible: then.possible, release: then.release },
    points: tenths(now.score.score - then.score),
    possiblePoints: tenths(now.score.possible - then.possible),
    isSameFormula: then.formula === now.score.formula,
    isSameRelease: then.release === now.release,
    rows: rows.sort((a, b) => a.points - b.points || (a.row < b.row ? -1 : 1)),
  };
}

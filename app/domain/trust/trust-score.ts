import { EVIDENCE_ROW_KEYS, EVIDENCE_ROWS, type EvidenceRowKey } from "./evidence-rows.ts";
import { EVIDENCE_GROUPS, type EvidenceAnswer, type EvidenceGroup } from "./evidence-words.ts";

/** Counted anew when rows, weights or caps change, so that two scores are compared only under one of them. */
export const FORMULA = 1;

/** What of a piece of evidence counts; `value` is null where nobody could look. */
export type Answered = { row: EvidenceRowKey; answer: EvidenceAnswer; value: number | null };

/** A fact that alone lowers the most a server can reach, however good the rest is. */
type Cap = { most: number; reason: string };
export type TrippedCap = Cap & { row: EvidenceRowKey };

const CAPS: Partial<Record<EvidenceRowKey, Cap>> = {
  known_malicious: { most: 0, reason: "it is known to be malicious" },
  registry_deleted: { most: 10, reason: "it was deleted from a registry" },
  secret_over_http: { most: 30, reason: "a secret travels to it unprotected" },
  known_vulnerable: { most: 40, reason: "this release is known to be vulnerable" },
  archived: { most: 50, reason: "its repository is archived" },
  npm_deprecated: { most: 60, reason: "its publisher deprecated this release" },
  registry_deprecated: { most: 60, reason: "a registry lists it as deprecated" },
};

/** One row of the score; points are of 100. */
export type ScoredRow = {
  row: EvidenceRowKey;
  answer: EvidenceAnswer;
  value: number | null;
  /** What it could count. */
  weight: number;
  /** What it counts, what it costs, and what is open because nobody knows. They add up to its share of 100. */
  counts: number;
  costs: number;
  open: number;
};

type ScoredGroup = { group: EvidenceGroup; share: number; counts: number; open: number };

export type TrustScore = {
  formula: number;
  /** What is proven, 0 to 100, and what would be possible were everything unknown good. Whole tenths. */
  score: number;
  possible: number;
  /** Share of the weights whose answer is known, 0 to 1. */
  confidence: number;
  /** What lowered the most it can reach, the lowest first. */
  caps: TrippedCap[];
  groups: ScoredGroup[];
  rows: ScoredRow[];
};

const ALL_WEIGHTS = EVIDENCE_ROW_KEYS.reduce((sum, key) => sum + EVIDENCE_ROWS[key].weight, 0);
const tenths = (points: number) => Math.round(points * 10) / 10;
const ofHundred = (weight: number) => (100 * weight) / ALL_WEIGHTS;

/**
 * Σ weight × value over all rows ÷ Σ all weights; a row nobody answered counts nothing and stays open. Rows missing from
 * `evidence` are rows nobody answered; of two answers to one question the worse counts.
 */
export function trustScore(evidence: Iterable<Answered>): TrustScore {
  const answered = new Map<EvidenceRowKey, Answered>();
  for (const one of evidence) answered.set(one.row, worse(answered.get(one.row), one));
  const rows = EVIDENCE_ROW_KEYS.map((key) => scoredRow(key, answered.get(key)));
  const proven = sum(rows, (row) => row.weight * (row.value ?? 0));
  const unknown = sum(rows, (row) => (row.value === null ? row.weight : 0));
  const caps = rows
    .flatMap(({ row, answer }) => {
      const cap = answer === "found" ? CAPS[row] : undefined;
      return cap ? [{ row, ...cap }] : [];
    })
    .sort((a, b) => a.most - b.most);
  const most = caps[0]?.most ?? 100;
  return {
    formula: FORMULA,
    score: tenths(Math.min(most, ofHundred(proven))),
    possible: tenths(Math.min(most, ofHundred(proven + unknown))),
    confidence: 1 - unknown / ALL_WEIGHTS,
    caps,
    groups: EVIDENCE_GROUPS.map((group) => {
      const own = rows.filter(({ row }) => EVIDENCE_ROWS[row].group === group);
      return {
        group,
        share: ofHundred(sum(own, (row) => row.weight)),
        counts: sum(own, (row) => row.counts),
        open: sum(own, (row) => row.open),
      };
    }),
    rows,
  };
}

function scoredRow(row: EvidenceRowKey, answered: Answered | undefined): ScoredRow {
  const { weight } = EVIDENCE_ROWS[row];
  const value = isKnown(answered) ? answered.value : null;
  const share = ofHundred(weight);
  return {
    row,
    answer: value === null ? "could_not_look" : (answered?.answer ?? "could_not_look"),
    value,
    weight,
    counts: value === null ? 0 : share * value,
    costs: value === null ? 0 : share * (1 - value),
    open: value === null ? share : 0,
  };
}

function isKnown(one: Answered | undefined): one is Answered & { value: number } {
  return one !== undefined && one.answer !== "could_not_look" && one.value !== null;
}

/** A known answer before none, a lower value before a higher, one that caps before one that does not. */
function worse(a: Answered | undefined, b: Answered): Answered {
  if (!isKnown(a)) return b;
  if (!isKnown(b) || a.value < b.value) return a;
  return b.value < a.value || b.answer === "found" ? b : a;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

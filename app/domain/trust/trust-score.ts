import { EVIDENCE_ROW_KEYS, EVIDENCE_ROWS, type EvidenceRowKey } from "./evidence-rows.ts";
import { EVIDENCE_GROUPS, type EvidenceAnswer, type EvidenceGroup } from "./evidence-words.ts";

/** Counted anew when rows, weights or caps change, so that two scores are compared only under one of them. */
export const FORMULA = 4;

/** What of a piece of evidence counts; `value` is null where nobody could look. */
export type Answered = { row: EvidenceRowKey; answer: EvidenceAnswer; value: number | null };

/**
 * A fact that alone lowers the most a server can reach, however good the rest is. Until somebody could look for it,
 * what is proven is held below it too: otherwise whoever makes a source fall silent would lift the cap.
 */
type Cap = { most: number; fact: string };
export type HeldBy = {
  row: EvidenceRowKey;
  most: number;
  reason: string;
  /** Nobody could look: it holds what is proven, and not what is possible. */
  isOpen: boolean;
};

const CAPS: Partial<Record<EvidenceRowKey, Cap>> = {
  known_malicious: { most: 0, fact: "it, or a package that comes with it, is known to be malicious" },
  signature_contradicted: { most: 10, fact: "a signature of it is wrong, or one of something else" },
  registry_deleted: { most: 10, fact: "it was deleted from a registry" },
  secret_over_http: { most: 30, fact: "a secret travels to it unprotected" },
  known_vulnerable: {
    most: 40,
    fact: "this release, or a package that comes with it, is known to be vulnerable",
  },
  archived: { most: 50, fact: "its repository is archived" },
  npm_deprecated: { most: 60, fact: "its publisher deprecated this release" },
  registry_deprecated: { most: 60, fact: "a registry lists it as deprecated" },
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
  /** Σ weight × value over all rows ÷ Σ all weights, 0 to 100, before any cap. Whole tenths, as the two below. */
  proven: number;
  /** What is proven under every cap, and what would be possible were everything unknown good. */
  score: number;
  possible: number;
  /** Share of the weights whose answer is known, 0 to 1. */
  confidence: number;
  /** What holds it down, the lowest first: facts found, and facts nobody could look for. */
  caps: HeldBy[];
  groups: ScoredGroup[];
  rows: ScoredRow[];
};

const ALL_WEIGHTS = EVIDENCE_ROW_KEYS.reduce((sum, key) => sum + EVIDENCE_ROWS[key].weight, 0);
const tenths = (points: number) => Math.round(points * 10) / 10;
const ofHundred = (weight: number) => (100 * weight) / ALL_WEIGHTS;

/**
 * Σ weight × value over all rows ÷ Σ all weights; a row nobody answered counts nothing and stays open, and where its
 * fact would cap, the cap holds until somebody looked. So no answer that goes missing raises anything but `possible`.
 * Rows missing from `evidence` are rows nobody answered; of two answers to one question the worse counts.
 */
export function trustScore(evidence: Iterable<Answered>): TrustScore {
  const answered = new Map<EvidenceRowKey, Answered>();
  for (const one of evidence) answered.set(one.row, worse(answered.get(one.row), one));
  const rows = EVIDENCE_ROW_KEYS.map((key) => scoredRow(key, answered.get(key)));
  const proven = sum(rows, (row) => row.weight * (row.value ?? 0));
  const unknown = sum(rows, (row) => (row.value === null ? row.weight : 0));
  const caps = rows.flatMap(capOf).sort((a, b) => a.most - b.most || Number(a.isOpen) - Number(b.isOpen));
  const most = (of: readonly HeldBy[]) => of[0]?.most ?? 100;
  const tripped = caps.filter(({ isOpen }) => !isOpen);
  return {
    formula: FORMULA,
    proven: tenths(ofHundred(proven)),
    score: tenths(Math.min(most(caps), ofHundred(proven))),
    possible: tenths(Math.min(most(tripped), ofHundred(proven + unknown))),
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

function capOf({ row, answer }: ScoredRow): HeldBy[] {
  const cap = CAPS[row];
  if (!cap || answer === "not_found") return [];
  const isOpen = answer === "could_not_look";
  return [
    { row, most: cap.most, reason: isOpen ? `nobody could look whether ${cap.fact}` : cap.fact, isOpen },
  ];
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
  if (one === undefined || one.answer === "could_not_look" || one.value === null) return false;
  return one.value >= 0 && one.value <= 1;
}

/** A known answer before none, the lower value, and the answer that caps where one of them does. */
function worse(a: Answered | undefined, b: Answered): Answered {
  if (!isKnown(a)) return b;
  if (!isKnown(b)) return a;
  const lower = b.value < a.value ? b : a;
  const isFound = a.answer === "found" || b.answer === "found";
  return isFound && (CAPS[a.row] || a.value === b.value) ? { ...lower, answer: "found" } : lower;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

import { type EvidenceRowKey, evidenceValue } from "./evidence-rows.ts";
import type { EvidenceAnswer } from "./evidence-words.ts";

/** One answer as the score counts it and as people read it. */
export type Piece = {
  row: EvidenceRowKey;
  /** '' is every release. */
  release: string;
  answer: EvidenceAnswer;
  value: number | null;
  detail: Record<string, unknown>;
  source: string;
  lookedAt: Date | null;
  /** A later look that failed; the answer is the one before it. */
  failedAt: Date | null;
  failedWhy: string | null;
};

/** What follows from facts the house holds itself, so that it needs no record of its own. */
export function derivedPiece(
  row: EvidenceRowKey,
  answer: EvidenceAnswer,
  facts: { says: string; source: string; at: Date | null; value?: number },
): Piece {
  return {
    row,
    release: "",
    answer,
    value: evidenceValue(row, answer, facts.value),
    detail: answer === "could_not_look" ? { why: facts.says } : { says: facts.says },
    source: facts.source,
    lookedAt: facts.at,
    failedAt: null,
    failedWhy: null,
  };
}

/** One piece a row: a known answer before none, and of two known ones the worse, whoever found it. */
export function worstPieces(pieces: Iterable<Piece>): Piece[] {
  const kept = new Map<EvidenceRowKey, Piece>();
  for (const piece of pieces) {
    const before = kept.get(piece.row);
    if (!before || isWorse(piece, before)) kept.set(piece.row, piece);
  }
  return [...kept.values()];
}

function isWorse(a: Piece, b: Piece): boolean {
  if (a.value === null) return false;
  if (b.value === null || a.value < b.value) return true;
  return a.value === b.value && a.answer === "found" && b.answer !== "found";
}

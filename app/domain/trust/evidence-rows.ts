import { type EvidenceRow, ROWS } from "./evidence-row-list.ts";

export type EvidenceRowKey = keyof typeof ROWS;
export const EVIDENCE_ROWS: Readonly<Record<EvidenceRowKey, EvidenceRow>> = ROWS;
export const EVIDENCE_ROW_KEYS = Object.keys(ROWS) as [EvidenceRowKey, ...EvidenceRowKey[]];

/** What an answer counts from 0 to 1; null where nothing is known. `value` is needed for graded rows only. */
export function evidenceValue(
  row: EvidenceRowKey,
  answer: "found" | "not_found" | "could_not_look",
  value?: number | null,
): number | null {
  if (answer === "could_not_look") return null;
  const { good } = EVIDENCE_ROWS[row];
  if (value === undefined || value === null) {
    if (good === "graded") throw new Error(`The evidence row ${row} needs a value.`);
    return answer === good ? 1 : 0;
  }
  if (!(value >= 0 && value <= 1)) throw new Error(`The value of ${row} must be between 0 and 1.`);
  return value;
}

import type { EvidenceRowKey } from "./evidence-rows.ts";
import type { EvidenceAnswer } from "./evidence-words.ts";

type OfRelease = { row: EvidenceRowKey; release: string; answer: EvidenceAnswer };

/**
 * The evidence that speaks of one release, one piece a row: its own before that of every release ('') and a known answer
 * before a look that failed, so that a failed look hides nothing that is known.
 */
export function releaseEvidence<T extends OfRelease>(all: Iterable<T>, release: string): T[] {
  const best = new Map<EvidenceRowKey, T>();
  for (const one of all) {
    if (one.release !== "" && one.release !== release) continue;
    const before = best.get(one.row);
    if (!before || rank(one) > rank(before)) best.set(one.row, one);
  }
  return [...best.values()];
}

function rank({ answer, release }: OfRelease): number {
  return (answer === "could_not_look" ? 0 : 2) + (release === "" ? 0 : 1);
}

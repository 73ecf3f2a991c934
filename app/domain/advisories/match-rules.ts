import type { AffectedPackage, MatchAnswer } from "#app/domain/advisories/advisory-words.ts";
import { affectedBy, type Verdict } from "#app/domain/advisories/affected-rules.ts";

/** A release of a package that runs with a server; `version` null: which one is not known. */
export type RunningPackage = { package: string; version: string | null; isDependency: boolean };

export type Candidate = AffectedPackage & { advisoryId: string };

export type FoundMatch = {
  advisoryId: string;
  package: string;
  version: string | null;
  isDependency: boolean;
  answer: MatchAnswer;
  why: string | null;
};

const WEIGHT: Record<Verdict["answer"], number> = {
  affected: 3,
  may_be_affected: 2,
  could_not_look: 1,
  not_affected: 0,
};

/** Which advisories concern what runs; of several entries and versions of one package the worst answer. */
export function matchesOf(
  running: readonly RunningPackage[],
  candidates: readonly Candidate[],
): FoundMatch[] {
  const byPackage = new Map<string, Candidate[]>();
  for (const one of candidates) byPackage.set(one.package, [...(byPackage.get(one.package) ?? []), one]);
  const worst = new Map<string, FoundMatch>();
  for (const one of running) {
    for (const candidate of byPackage.get(one.package) ?? []) {
      const verdict = affectedBy(candidate, one.version);
      if (verdict.answer === "not_affected") continue;
      const key = `${candidate.advisoryId} ${one.package}`;
      const before = worst.get(key);
      if (before && WEIGHT[before.answer] >= WEIGHT[verdict.answer]) continue;
      worst.set(key, { ...one, advisoryId: candidate.advisoryId, ...verdict });
    }
  }
  return [...worst.values()];
}

export type Concern = FoundMatch & { osvId: string; isMalicious: boolean; aliases: readonly string[] };

/** Several databases describe one thing: the first of those that share an id or an alias. */
export function withoutRepeats<T extends Pick<Concern, "osvId" | "aliases">>(concerns: readonly T[]): T[] {
  const seen = new Set<string>();
  return concerns.filter(({ osvId, aliases }) => {
    const ids = [osvId, ...aliases];
    const isRepeat = ids.some((id) => seen.has(id));
    for (const id of ids) seen.add(id);
    return !isRepeat;
  });
}

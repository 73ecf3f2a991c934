import type { Concern } from "#app/domain/advisories/match-rules.ts";
import { withoutRepeats } from "#app/domain/advisories/match-rules.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";

export type LookedAt = {
  identity: string;
  release: string;
  concerns: readonly Concern[];
  /** There are more advisories about it than are held against one release. */
  isCut: boolean;
  /** Whether advisories about packages of this kind were imported at all. */
  isCovered: boolean;
  /** Why the packages that come with it are not known; null when they are. */
  unknownTree: string | null;
  /** Of the newest advisory. */
  newest: Date | null;
};

/** The two rows of trust that advisories answer. What was not looked at is never said to be clean. */
export function advisoryEvidence(looked: LookedAt): EvidenceToRecord[] {
  const { identity, release, newest } = looked;
  const source = newest ? `Advisories up to ${newest.toISOString().slice(0, 10)}` : "Advisories";
  return (["known_malicious", "known_vulnerable"] as const).map((row) => {
    const own = looked.concerns.filter(({ isMalicious }) => isMalicious === (row === "known_malicious"));
    return { identity, release, row, source, ...answerOf(looked, own) };
  });
}

function answerOf(looked: LookedAt, own: readonly Concern[]): Pick<EvidenceToRecord, "answer" | "detail"> {
  const affected = withoutRepeats(own.filter(({ answer }) => answer === "affected"));
  if (affected.length > 0) {
    const shown = affected
      .slice(0, 5)
      .map(({ osvId, package: name, version }) => ({ id: osvId, package: name, version }));
    return { answer: "found", detail: { count: affected.length, advisories: shown } };
  }
  const undecided = own[0];
  const why = whyNot(looked) ?? undecided?.why ?? null;
  if (why !== null) return { answer: "could_not_look", detail: { why, count: own.length } };
  return { answer: "not_found", detail: {} };
}

function whyNot({ identity, release, isCovered, isCut, unknownTree }: LookedAt): string | null {
  if (/^(?:remote|command):/.test(identity)) return "Advisories name packages, and this is none.";
  if (release === "") return "It is not pinned, so which release runs is not known.";
  if (!isCovered) return "No advisories about packages of this kind were imported.";
  if (isCut) return "More advisories name its packages than are held against one release.";
  return unknownTree;
}

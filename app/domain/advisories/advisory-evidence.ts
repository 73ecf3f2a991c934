import type { Concern } from "#app/domain/advisories/match-rules.ts";
import { withoutRepeats } from "#app/domain/advisories/match-rules.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";

/** `isCut`: there is more about it than is held against one release, so what was not found proves nothing. */
type Concerns = { concerns: readonly Concern[]; isCut: boolean };

export type LookedAt = {
  identity: string;
  release: string;
  /** What concerns the release itself; of '' any of them, as which one runs is not known. */
  own: Concerns;
  /** What concerns the packages that come with it. */
  along: Concerns;
  /** The kinds of packages that imported advisories name. */
  kinds: readonly string[];
  /** Why the packages that come with it are not known; null when they are. */
  unknownTree: string | null;
  /** Of the newest advisory; null: none was ever imported. */
  newest: Date | null;
};

type Answer = Pick<EvidenceToRecord, "answer" | "value" | "detail">;

const PACKAGES: Record<string, string> = {
  npm: "npm packages",
  pypi: "Python packages",
  oci: "container images",
};

/**
 * What advisories answer of one release: itself, by what names it, and whether what comes with it was looked at, which is
 * a question of its own. A package that is known to be bad and to come with it counts as if it were the server.
 */
export function advisoryEvidence(looked: LookedAt): EvidenceToRecord[] {
  const { identity, release, newest } = looked;
  if (PACKAGES[kindOf(identity)] === undefined) return [];
  const source = newest ? `Advisories up to ${newest.toISOString().slice(0, 10)}` : "Advisories";
  const of = { identity, release, source };
  return [
    { ...of, row: "known_malicious", ...ownAnswer(looked, "malicious") },
    { ...of, row: "known_vulnerable", ...ownAnswer(looked, "vulnerable") },
    { ...of, row: "dependencies_checked", ...treeAnswer(looked) },
  ];
}

function ownAnswer(looked: LookedAt, bad: "malicious" | "vulnerable"): Answer {
  const isBad = (one: Concern) => one.isMalicious === (bad === "malicious");
  const own = looked.own.concerns.filter(isBad);
  const all = [...own, ...looked.along.concerns.filter(isBad)];
  const affected = withoutRepeats(all.filter(({ answer }) => answer === "affected"));
  if (affected.length > 0) return { answer: "found", detail: foundDetail(affected) };
  const uncovered = whyUncovered(looked);
  if (uncovered) return uncovered;
  const undecided = own[0];
  if (undecided) {
    const why = `${undecided.osvId} is about it. ${undecided.why ?? "Whether it names this release is not known."}`;
    return { answer: "could_not_look", detail: { why, count: own.length } };
  }
  if (looked.own.isCut) return { answer: "could_not_look", detail: { why: CUT } };
  const what = looked.release === "" ? "any release of it" : "this release";
  return { answer: "not_found", detail: { says: `No advisory imported here names ${what} as ${bad}.` } };
}

const CUT = "More advisories name its packages than are held against one release.";

function foundDetail(affected: readonly Concern[]) {
  const shown = affected.slice(0, 5).map(({ osvId, package: name, version }) => ({
    ...{ id: osvId, package: name },
    version,
  }));
  const named = affected.slice(0, 5).map(({ osvId, package: name, version, isDependency }) => {
    const what = `${name.slice(name.indexOf(":") + 1)} ${version ?? ""}`.trim();
    return isDependency ? `${osvId} names ${what}, which comes with it` : `${osvId} names it`;
  });
  const more = affected.length > 5 ? `; and ${affected.length - 5} more` : "";
  return { says: `${named.join("; ")}${more}.`, count: affected.length, advisories: shown };
}

/** No database names images by habit: where others were imported, that none does caps nothing and counts nothing. */
function whyUncovered({ identity, kinds, newest }: LookedAt): Answer | null {
  const kind = kindOf(identity);
  if (kinds.includes(kind)) return null;
  if (kind === "oci" && newest !== null) {
    const says = "The advisories imported here name no container images at all: nothing is known against it.";
    return { answer: "not_found", value: 0, detail: { says } };
  }
  const why = `No advisories about ${PACKAGES[kind]} were imported yet. Import some under Advisories, and this is answered.`;
  return { answer: "could_not_look", detail: { why } };
}

function treeAnswer(looked: LookedAt): Answer {
  if (!looked.kinds.includes(kindOf(looked.identity))) {
    const why = `No advisories about ${PACKAGES[kindOf(looked.identity)]} were imported yet.`;
    return { answer: "could_not_look", detail: { why } };
  }
  const undecided = looked.along.concerns.find(({ answer }) => answer !== "affected");
  const why =
    looked.unknownTree ??
    (looked.along.isCut ? CUT : null) ??
    (undecided && `${undecided.package}: ${undecided.why ?? "its release is not known."}`);
  if (why) return { answer: "could_not_look", detail: { why } };
  return {
    answer: "found",
    detail: { says: "Every package that comes with it was held against the advisories imported here." },
  };
}

function kindOf(identity: string): string {
  return identity.slice(0, identity.indexOf(":"));
}

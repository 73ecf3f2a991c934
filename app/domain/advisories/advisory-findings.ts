import type { AdvisorySeverity } from "#app/domain/advisories/advisory-words.ts";
import { type Concern, withoutRepeats } from "#app/domain/advisories/match-rules.ts";
import type { FindingSeverity, NotedRule } from "#app/domain/inventory/inventory-words.ts";

/** Findings of one installation; the rest is listed on the server's page. */
const MOST = 20;

export type AdvisoryFinding = {
  rule: NotedRule;
  severity: FindingSeverity;
  /** The id of the advisory. */
  where: string;
  sentence: string;
  remedy: string;
};

type Rated = Concern & { severity: AdvisorySeverity; fixedIn: string | null };

const SEVERITY: Record<AdvisorySeverity, FindingSeverity> = {
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
  // nobody rated it, which is no reason to take it for harmless
  unknown: "high",
};
const ORDER: readonly FindingSeverity[] = ["critical", "high", "medium", "low"];

/**
 * What stands in an advisory about a release as findings of its installations, the worst first. A release that is not
 * pinned is remarked on only where some of its releases are malicious: that it may be an old vulnerable one is said by the
 * finding that it is not pinned.
 */
export function advisoryFindings(release: string, concerns: readonly Rated[]): AdvisoryFinding[] {
  const told = concerns.filter(
    ({ answer, isMalicious }) => answer === "affected" || (isMalicious && answer === "may_be_affected"),
  );
  return withoutRepeats(told)
    .map((concern) => findingOf(release, concern))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .slice(0, MOST);
}

function findingOf(release: string, concern: Rated): AdvisoryFinding {
  const { osvId, isMalicious, answer } = concern;
  const what = subjectOf(release, concern);
  if (isMalicious) {
    const isSure = answer === "affected";
    return {
      rule: "malicious-release",
      severity: isSure ? "critical" : "high",
      where: osvId,
      sentence: isSure
        ? `${what} is known to be malicious (${osvId}).`
        : `${what} may be malicious (${osvId}): some releases are, and which one runs is not known.`,
      remedy:
        "Take it out of this client now and replace every secret it could read. Security can block it for everybody.",
    };
  }
  return {
    rule: "vulnerable-release",
    severity: SEVERITY[concern.severity],
    where: osvId,
    sentence: `${what} is known to be vulnerable (${osvId}).`,
    remedy: remedyOf(concern),
  };
}

function subjectOf(release: string, { isDependency, package: name, version }: Rated): string {
  if (!isDependency) return release === "" ? "Whichever release of it runs" : `Release ${release}`;
  return `${name.slice(name.indexOf(":") + 1)} ${version ?? ""}, which comes with it,`.replace(/ +/g, " ");
}

function remedyOf({ isDependency, fixedIn }: Rated): string {
  if (isDependency)
    return "Use a release of the server that brings a mended one, or ask whoever publishes it for one.";
  return fixedIn === null
    ? "Use a release the advisory does not name, or another server."
    : `Use release ${fixedIn} or a later one.`;
}

import type { FindingSeverity } from "#app/domain/inventory/inventory-words.ts";
import { EXPOSED, joinSentence } from "./connection-evidence.ts";
import type { ZoneVerdict } from "./zone-verdict.ts";

export type ZoneFinding = {
  rule: "zone-exposed" | "zones-joined";
  severity: FindingSeverity;
  sentence: string;
  remedy: string;
};

/** What keeps strangers out of what everybody can reach decides how bad it is. */
const SEVERITY_BY_AUTHENTICATION: Record<string, FindingSeverity> = {
  none: "critical",
  key: "medium",
  oauth: "low",
};

/** What the zones of a server give rise to, in the order of the rules' names. `authentication` as a look from outside saw it. */
export function zoneFindings(
  { isExposed, joins }: Pick<ZoneVerdict, "isExposed" | "joins">,
  authentication: string | null,
): ZoneFinding[] {
  const found: ZoneFinding[] = [];
  if (isExposed === true) {
    found.push({
      rule: "zone-exposed",
      severity: SEVERITY_BY_AUTHENTICATION[authentication ?? ""] ?? "medium",
      sentence: EXPOSED,
      remedy:
        authentication === "oauth"
          ? "Give it to those who need it, with no more scopes than they need, or use one that is reached from inside only."
          : "Let it be reached from inside only, or have it ask for OAuth instead of letting in everybody or every holder of a key.",
    });
  }
  if (joins) {
    found.push({
      rule: "zones-joined",
      severity: joins.includes("public_internet") ? "high" : "medium",
      sentence: joinSentence(joins),
      remedy:
        "Let it run in one zone: take the address of the other zone out of its launch, or use a server that stands there.",
    });
  }
  return found;
}

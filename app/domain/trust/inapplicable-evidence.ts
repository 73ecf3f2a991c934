import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";

/**
 * Questions that can have no bad answer for this kind of server: nothing caps it, and nothing speaks for it either, so
 * they count 0. Advisories name packages of an ecosystem, and `command:` is of none.
 */
export function inapplicableEvidence(identity: string): Piece[] {
  if (/^(?:remote|command):/.test(identity))
    return [
      none("known_malicious", "Advisories name packages, and this is none: nothing is known against it."),
      none("known_vulnerable", "Advisories name packages, and this is none: nothing is known against it."),
      none("npm_deprecated", "It is no package of npm, the only place that is asked for this."),
    ];
  if (/^(?:pypi|oci):/.test(identity))
    return [none("npm_deprecated", "It does not come from npm, the only place that is asked for this.")];
  return [];
}

function none(row: EvidenceRowKey, says: string): Piece {
  return derivedPiece(row, "not_found", { source: "its identity", at: null, says, value: 0 });
}

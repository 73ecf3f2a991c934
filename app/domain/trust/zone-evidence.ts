import { derivedPiece, type Piece } from "./evidence-piece.ts";
import { ZONE_NAMES, ZONE_VALUES, type Zone } from "./zone-words.ts";

export type ZoneFacts = {
  /** What an administrator declared for it; null where nothing was. */
  declared: { zones: readonly Zone[]; isSensitive: boolean } | null;
  /** What its address and its launches show. */
  observed: readonly Zone[];
  /** Whether an observation from outside reached it. */
  isReachable: boolean;
  /** Whether a tool of it reads secrets; null: not known. */
  readsSecrets: boolean | null;
  seenAt: Date | null;
};

/** The two rows on zones. What is declared decides where it runs; what is observed beside it can only count against it. */
export function zoneEvidence(facts: ZoneFacts): Piece[] {
  const { declared, observed, seenAt } = facts;
  const zones = [...new Set(declared ? declared.zones : observed)].sort();
  const source = declared ? "the organization's network zones" : "its address and the files seen";
  const from = { source, at: declared ? null : seenAt };
  if (zones.length === 0) {
    const why = "No file that configures it was seen, and nobody has declared a zone.";
    return (["zone", "zone_crossing"] as const).map((row) =>
      derivedPiece(row, "could_not_look", { ...from, says: why }),
    );
  }
  const names = zones.map((zone) => ZONE_NAMES[zone].toLowerCase()).join(" and ");
  const worst = Math.min(...zones.map((zone) => ZONE_VALUES[zone]));
  return [
    derivedPiece("zone", "found", { ...from, says: `It runs here: ${names}.`, value: worst }),
    crossing(facts, zones, from),
  ];
}

function crossing(
  facts: ZoneFacts,
  zones: readonly Zone[],
  from: { source: string; at: Date | null },
): Piece {
  const row = "zone_crossing";
  const isPublic =
    zones.includes("public_internet") || facts.observed.includes("public_internet") || facts.isReachable;
  const isSensitive = facts.declared?.isSensitive === true || facts.readsSecrets === true;
  if (zones.length > 1) {
    const names = zones.map((zone) => ZONE_NAMES[zone].toLowerCase()).join(" and ");
    return derivedPiece(row, "found", { ...from, says: `It joins ${names}.` });
  }
  if (isPublic && isSensitive)
    return derivedPiece(row, "found", {
      ...from,
      says: "It reads sensitive data and is reachable from the public internet.",
    });
  if (isPublic && facts.readsSecrets === null)
    return derivedPiece(row, "could_not_look", {
      ...from,
      says: "It is reachable from the public internet, and what it reads is not known.",
    });
  return derivedPiece(row, "not_found", {
    ...from,
    says: isPublic
      ? "Nothing says that it reads sensitive data."
      : "It stands in one zone and is not public.",
  });
}

import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";
import type { PublisherRelation } from "./evidence-words.ts";

/** The ways a publisher is verified, the strongest first. */
const WAYS = {
  publisher_word: "an administrator vouched for it",
  namespace_verified: "the official registry vouches for its namespace",
  same_domain: "its publisher owns the domain it is reached at",
} as const satisfies Partial<Record<EvidenceRowKey, string>>;

/** What others say of signatures that nobody checked here: claimed, and it verifies nobody. */
const CLAIMS = {
  provenance: "npm lists an attestation of its build",
  image_signed: "a registry names who signs its image",
} as const satisfies Partial<Record<EvidenceRowKey, string>>;

/** The way a kind of server could be verified at all, besides somebody's word. */
const BY_KIND: Record<string, EvidenceRowKey[]> = {
  npm: ["provenance", "namespace_verified"],
  pypi: ["namespace_verified"],
  oci: ["image_signed", "namespace_verified"],
  remote: ["same_domain", "namespace_verified"],
  command: [],
};

/** An administrator's word, and what they said of the publisher. */
export function wordEvidence(
  word: { publisher: string; relation: PublisherRelation; by: string; at: Date } | null,
): Piece[] {
  if (!word) return [];
  const from = { source: `${word.by}, by their own look`, at: word.at };
  const official = word.relation === "official";
  return [
    derivedPiece("publisher_word", "found", { ...from, says: `Vouched for ${word.publisher}.` }),
    derivedPiece("official", official ? "found" : "not_found", {
      ...from,
      says: official
        ? `${word.publisher} runs the service behind it.`
        : `${word.publisher} does not run the service behind it.`,
    }),
  ];
}

/** The ways by which the publisher is verified, for the page: "an administrator vouched for it". */
export function verifiedBy(pieces: readonly Piece[]): string[] {
  return saidOf(WAYS, pieces);
}

/** What is claimed of its publisher and was not checked here: "npm lists an attestation of its build". */
export function claimedBy(pieces: readonly Piece[]): string[] {
  return saidOf(CLAIMS, pieces);
}

function saidOf(ways: Partial<Record<EvidenceRowKey, string>>, pieces: readonly Piece[]): string[] {
  const found = new Set(pieces.flatMap(({ row, answer }) => (answer === "found" ? [row] : [])));
  return (Object.keys(ways) as EvidenceRowKey[]).flatMap((way) => (found.has(way) ? (ways[way] ?? []) : []));
}

/** One row out of the ways: found when one of them was found, not found only where every way was looked at; a claim is neither. */
export function publisherEvidence(identity: string, pieces: readonly Piece[]): Piece {
  const row = "publisher_verified";
  const answers = new Map(pieces.map((piece) => [piece.row, piece]));
  const found = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter(
    (way) => answers.get(way)?.answer === "found",
  );
  const source = "the rows below";
  if (found.length > 0) {
    const at = found.map((way) => answers.get(way)?.lookedAt ?? null)[0] ?? null;
    const says = found.map((way) => WAYS[way]).join("; ");
    return derivedPiece(row, "found", { source, at, says: `${says[0]?.toUpperCase()}${says.slice(1)}.` });
  }
  const claims = claimedBy(pieces);
  if (claims.length > 0) {
    const says = `Claimed only: ${claims.join("; ")}. No signature was checked here.`;
    return derivedPiece(row, "could_not_look", { source, at: null, says });
  }
  const ways = BY_KIND[identity.split(":", 1)[0] ?? ""] ?? [];
  const wasLooked = ways.length > 0 && ways.every((way) => answers.get(way)?.answer === "not_found");
  return wasLooked
    ? derivedPiece(row, "not_found", { source, at: null, says: "No way of verifying it led to a publisher." })
    : derivedPiece(row, "could_not_look", {
        source,
        at: null,
        says:
          ways.length > 0
            ? "Not every way of verifying it was looked at."
            : "No registry knows whose command this is. An administrator can vouch for it.",
      });
}

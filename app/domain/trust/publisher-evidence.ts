import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";
import type { PublisherRelation } from "./evidence-words.ts";

/** The ways a publisher can be verified, the strongest first. */
const WAYS = {
  publisher_word: "an administrator vouched for it",
  provenance: "npm lists an attestation of its build",
  image_signed: "a registry names who signs its image",
  namespace_verified: "the official registry vouches for its namespace",
  same_domain: "its publisher owns the domain it is reached at",
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

/** The ways by which the publisher is verified, for the page: "npm lists an attestation of its build". */
export function verifiedBy(pieces: readonly Piece[]): string[] {
  const answers = new Map(pieces.map((piece) => [piece.row, piece.answer]));
  return (Object.keys(WAYS) as (keyof typeof WAYS)[])
    .filter((way) => answers.get(way) === "found")
    .map((way) => WAYS[way]);
}

/** One row out of the ways: found when one of them was found, not found only where every way was looked at. */
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

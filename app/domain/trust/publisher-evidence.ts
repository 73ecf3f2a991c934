import { derivedPiece, type Piece } from "./evidence-piece.ts";
import type { EvidenceRowKey } from "./evidence-rows.ts";
import { evidenceSentence } from "./evidence-sentence.ts";
import type { PublisherRelation } from "./evidence-words.ts";

/** The ways a publisher is verified, the strongest first. */
const WAYS = {
  provenance: "its build is signed, and the signature was checked here",
  publisher_word: "an administrator vouched for it",
  namespace_verified: "the official registry vouches for its namespace",
  same_domain: "its publisher owns the domain it is reached at",
  image_signed: "its image is signed, and the signature was checked here",
} as const satisfies Partial<Record<EvidenceRowKey, string>>;

/** What others say of signatures that could not be verified here: claimed, and it verifies nobody. */
const CLAIMS = {
  provenance: "npm lists a record of its build",
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

export const WAY_STATES = ["verified", "claimed", "contradicted"] as const;
/** One way by which the publisher is verified, claimed or contradicted. */
export type PublisherWay = {
  row: EvidenceRowKey;
  state: (typeof WAY_STATES)[number];
  /** "an administrator vouched for it" */
  words: string;
  says: string;
  source: string;
  /** What a signature was checked with. */
  root: string | null;
  at: Date | null;
};

/** Every way that is verified, claimed or contradicted, the loudest first: a signature that is wrong says that somebody lies. */
export function publisherWays(pieces: readonly Piece[]): PublisherWay[] {
  const ways = pieces.flatMap((piece): PublisherWay[] => {
    const { row, detail, source, lookedAt: at } = piece;
    const root = typeof detail.root === "string" ? detail.root : null;
    const told = { row, says: evidenceSentence(piece), source, root, at };
    if (detail.contradicted === true) return [{ ...told, state: "contradicted", words: CONTRADICTED }];
    if (piece.answer === "found" && isWay(row)) return [{ ...told, state: "verified", words: WAYS[row] }];
    if (detail.claimed === true && isClaim(row)) return [{ ...told, state: "claimed", words: CLAIMS[row] }];
    return [];
  });
  const order = ["contradicted", "verified", "claimed"];
  const places = Object.keys(WAYS);
  return ways.sort(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) || places.indexOf(a.row) - places.indexOf(b.row),
  );
}

const CONTRADICTED = "its signature is wrong or of something else";
const isWay = (row: EvidenceRowKey): row is keyof typeof WAYS => Object.hasOwn(WAYS, row);
const isClaim = (row: EvidenceRowKey): row is keyof typeof CLAIMS => Object.hasOwn(CLAIMS, row);

/** The words of every way in one of the states. */
export function wordsOf(ways: readonly PublisherWay[], state: PublisherWay["state"]): string[] {
  return ways.flatMap((way) => (way.state === state ? [way.words] : []));
}

/** Whether a signature that was checked says that somebody lies; one that nobody checked says nothing of that kind. */
export function contradictionEvidence(pieces: readonly Piece[]): Piece {
  const row = "signature_contradicted";
  const lie = publisherWays(pieces).find(({ state }) => state === "contradicted");
  return lie
    ? derivedPiece(row, "found", { source: lie.source, at: lie.at, says: lie.says })
    : derivedPiece(row, "not_found", {
        source: "the rows above",
        at: null,
        says: "No signature that was checked here contradicts what is said of it.",
      });
}

/** One row out of the ways: found when one of them was found, not found only where every way was looked at; a claim is neither. */
export function publisherEvidence(identity: string, pieces: readonly Piece[]): Piece {
  const row = "publisher_verified";
  const answers = new Map(pieces.map((piece) => [piece.row, piece]));
  const known = publisherWays(pieces);
  const [first] = known;
  const source = "the rows below";
  if (first?.state === "contradicted")
    return derivedPiece(row, "not_found", { source, at: first.at, says: `Somebody lies: ${first.words}.` });
  if (first?.state === "verified") {
    const says = wordsOf(known, "verified").join("; ");
    return derivedPiece(row, "found", {
      source,
      at: first.at,
      says: `${says[0]?.toUpperCase()}${says.slice(1)}.`,
    });
  }
  const claims = wordsOf(known, "claimed");
  if (claims.length > 0) {
    const says = `Claimed only: ${claims.join("; ")}. No signature could be verified here.`;
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

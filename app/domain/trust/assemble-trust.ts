import type { HiddenKind } from "#app/domain/catalog/hidden/hidden-rule.ts";
import { PERMISSION_RULES_VERSION } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { connectionEvidence } from "./connection-evidence.ts";
import { type Piece, worstPieces } from "./evidence-piece.ts";
import { EVIDENCE_ROW_KEYS } from "./evidence-rows.ts";
import { inapplicableEvidence } from "./inapplicable-evidence.ts";
import { type ListingFacts, listingEvidence, type RegistriesRead } from "./listing-evidence.ts";
import { permissionEvidence } from "./permission-evidence.ts";
import {
  contradictionEvidence,
  type PublisherWay,
  publisherEvidence,
  publisherWays,
  wordEvidence,
} from "./publisher-evidence.ts";
import type { PublisherWord } from "./publisher-queries.server.ts";
import { releaseEvidence } from "./release-evidence.ts";
import { type TrustScore, trustScore } from "./trust-score.ts";

/** Raised when the same facts give other answers than before, so that stored scores are counted anew. */
export const ANSWER_RULES = 4;
const MOST_RELEASES = 50;

/** Everything the trust in a server rests on. */
export type TrustFacts = {
  identity: string;
  /** The list of tools in force; null: nobody asked it. */
  manifest: {
    release: string | null;
    observedAt: Date;
    isConfirmed: boolean;
    hidden: readonly Hidden[] | null;
  } | null;
  tools: readonly { classes: readonly string[]; hidden: readonly Hidden[]; rules: number }[];
  /** How many times its texts name a tool that other servers have. */
  namesElsewhere: number;
  /** Each different launch of it that is there now. */
  used: readonly UsedLaunch[];
  recorded: readonly Piece[];
  word: PublisherWord | null;
  listings: readonly ListingFacts[];
  read: RegistriesRead;
};
type UsedLaunch = {
  launch: unknown;
  release: string | null;
  at: Date;
  /** Whether somebody who may vouches for it; what anybody here reported proves nothing. */
  isVouched: boolean;
};
type Hidden = { kind: HiddenKind };

export type Trust = {
  identity: string;
  /** The release it speaks of; '' where none is known. */
  release: string;
  /** Releases something is known of, the one asked for among them. */
  releases: string[];
  score: TrustScore;
  pieces: Piece[];
  /** Whose word stands for its publisher, and every way it is verified, claimed or contradicted. */
  publisher: { word: PublisherWord | null; ways: PublisherWay[] };
};

/** Nothing is known of it but its identity. */
export function noFacts(identity: string, read: RegistriesRead): TrustFacts {
  const nothing = { used: [], recorded: [], word: null, listings: [] };
  return { identity, manifest: null, tools: [], namesElsewhere: 0, ...nothing, read };
}

/** Puts every answer together, whoever found it, and counts. */
export function assembleTrust(facts: TrustFacts, asked?: string): Trust {
  const { identity, manifest, used, recorded, word } = facts;
  const releases = [
    ...new Set(
      [
        manifest?.isConfirmed ? manifest.release : null,
        ...used.map((one) => one.release),
        manifest?.release,
        ...recorded.map((one) => one.release),
      ].filter((release): release is string => Boolean(release)),
    ),
  ].slice(0, MOST_RELEASES);
  const release = asked ?? releases[0] ?? "";
  const seenAt = used.reduce<Date | null>((last, one) => (last && last > one.at ? last : one.at), null);
  // what an older release kept in another shape is read again with the next scan
  const launches = used.flatMap(({ launch, isVouched }) => {
    const read = Launch.safeParse(launch).data;
    return read ? [{ ...read, isVouched }] : [];
  });
  const listed = listingEvidence(identity, facts.listings, facts.read);
  const own = [
    ...releaseEvidence(recorded, release),
    ...listed.filter((piece) => piece.release === "" || piece.release === release),
    ...wordEvidence(word),
  ];
  const tools = manifest === null ? null : facts.tools;
  const permissions = permissionEvidence({
    tools,
    observedAt: manifest?.observedAt ?? null,
    isConfirmed: manifest?.isConfirmed ?? false,
    // until the rules of today were asked, nothing is claimed of the texts
    hidden: tools?.every((one) => one.rules >= PERMISSION_RULES_VERSION)
      ? [
          ...[...(manifest?.hidden ?? []), ...tools.flatMap((one) => one.hidden)].map((one) => one.kind),
          ...Array.from({ length: facts.namesElsewhere }, () => "other_tools" as const),
        ]
      : null,
  });
  const pieces = worstPieces([
    ...own,
    ...permissions,
    ...connectionEvidence({ identity, launches, seenAt }),
    publisherEvidence(identity, worstPieces(own)),
    contradictionEvidence(worstPieces(own)),
    ...inapplicableEvidence(identity),
  ]);
  return {
    publisher: { word, ways: publisherWays(pieces) },
    identity,
    release,
    releases: releases.includes(release) || release === "" ? releases : [release, ...releases],
    score: trustScore(pieces),
    pieces: inOrder(pieces),
  };
}

/** Every row of the closed list, answered or not. */
function inOrder(pieces: readonly Piece[]): Piece[] {
  const byRow = new Map(pieces.map((piece) => [piece.row, piece]));
  return EVIDENCE_ROW_KEYS.map(
    (row) =>
      byRow.get(row) ?? {
        row,
        release: "",
        answer: "could_not_look" as const,
        value: null,
        detail: { why: "Nobody has looked yet." },
        source: "",
        lookedAt: null,
        failedAt: null,
        failedWhy: null,
      },
  );
}

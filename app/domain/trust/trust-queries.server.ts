import { and, desc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { PERMISSION_RULES_VERSION } from "#app/domain/catalog/permissions/tool-permissions.ts";
import { manifest, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import { toolsElsewhere } from "#app/domain/catalog/tools-elsewhere.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { permit } from "#app/domain/permit.ts";
import { connectionEvidence } from "#app/domain/trust/connection-evidence.ts";
import { type Piece, worstPieces } from "#app/domain/trust/evidence-piece.ts";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";
import { evidence } from "#app/domain/trust/evidence-tables.server.ts";
import { inapplicableEvidence } from "#app/domain/trust/inapplicable-evidence.ts";
import { zonesOfLaunch } from "#app/domain/trust/launch-zone.ts";
import { listingEvidence } from "#app/domain/trust/listing-evidence.ts";
import { findRegistriesRead, listListingFacts } from "#app/domain/trust/listing-queries.server.ts";
import { permissionEvidence } from "#app/domain/trust/permission-evidence.ts";
import {
  claimedBy,
  publisherEvidence,
  verifiedBy,
  wordEvidence,
} from "#app/domain/trust/publisher-evidence.ts";
import { findPublisherWord, type PublisherWord } from "#app/domain/trust/publisher-queries.server.ts";
import { releaseEvidence } from "#app/domain/trust/release-evidence.ts";
import { type TrustScore, trustScore } from "#app/domain/trust/trust-score.ts";
import { zoneEvidence } from "#app/domain/trust/zone-evidence.ts";

const MOST_LAUNCHES = 500;
const MOST_TOOLS = 10_000;
const MOST_PIECES = 5_000;
const MOST_RELEASES = 50;

export type Trust = {
  identity: string;
  /** The release it speaks of; '' where none is known. */
  release: string;
  /** Releases something is known of, the one asked for among them. */
  releases: string[];
  score: TrustScore;
  pieces: Piece[];
  /** Whose word stands for its publisher, every way it is verified, and what is only claimed of it. */
  publisher: { word: PublisherWord | null; verifiedBy: string[]; claimedBy: string[] };
};

/** The trust in one release of a server, as far as anybody knows. Throws NotFound. */
export function getServerTrust(ctx: Ctx, asked: { serverId: string; release?: string | undefined }) {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) => readServerTrust(tx, ctx, asked.serverId, asked.release));
}

/** The same inside another query's transaction; who may read it was asked there. Throws NotFound. */
export async function readServerTrust(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  asked?: string,
): Promise<Trust> {
  const [found] = await tx
    .select({
      identity: server.identity,
      release: manifest.release,
      observedAt: manifest.observedAt,
      isConfirmed: manifest.isConfirmed,
      hidden: manifest.hidden,
      named: manifest.named,
    })
    .from(server)
    .leftJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!found) throw new NotFound("server");
  const used = await launchesOf(tx, ctx, serverId);
  const recorded = await recordedOf(tx, ctx, found.identity);
  const tools =
    found.observedAt === null
      ? null
      : await tx
          .select({ classes: tool.touched, hidden: tool.hidden, named: tool.named, rules: tool.rulesVersion })
          .from(tool)
          .where(and(inOrg(ctx, tool), eq(tool.serverId, serverId)))
          .limit(MOST_TOOLS);
  const releases = [
    ...new Set(
      [
        found.isConfirmed ? found.release : null,
        ...used.map((one) => one.release),
        found.release,
        ...recorded.map((one) => one.release),
      ].filter((release): release is string => Boolean(release)),
    ),
  ].slice(0, MOST_RELEASES);
  const release = asked ?? releases[0] ?? "";
  const seenAt = used.reduce<Date | null>((last, one) => (last && last > one.at ? last : one.at), null);
  // what an older release kept in another shape is read again with the next scan
  const launches = used.flatMap((one) => Launch.safeParse(one.launch).data ?? []);
  const word = await findPublisherWord(tx, ctx, found.identity);
  const read = await findRegistriesRead(tx, ctx);
  const listed = listingEvidence(found.identity, await listListingFacts(tx, ctx, found.identity), read);
  const own = [
    ...releaseEvidence(recorded, release),
    ...listed.filter((piece) => piece.release === "" || piece.release === release),
    ...wordEvidence(word),
  ];
  const named = [...(found.named ?? []), ...(tools ?? []).flatMap((one) => one.named)];
  const elsewhere = await toolsElsewhere(tx, ctx, serverId, named);
  const permissions = permissionEvidence({
    tools,
    observedAt: found.observedAt,
    isConfirmed: found.isConfirmed ?? false,
    // until the rules of today were asked, nothing is claimed of the texts
    hidden: tools?.every((one) => one.rules >= PERMISSION_RULES_VERSION)
      ? [
          ...[...(found.hidden ?? []), ...tools.flatMap((one) => one.hidden)].map((one) => one.kind),
          ...named.flatMap((name) => (elsewhere.has(name) ? (["other_tools"] as const) : [])),
        ]
      : null,
  });
  const readsSecrets = permissions.find((piece) => piece.row === "reads_secrets")?.answer;
  const pieces = worstPieces([
    ...own,
    ...permissions,
    ...connectionEvidence({ identity: found.identity, launches, seenAt }),
    ...zoneEvidence({
      declared: null,
      observed: zonesOf(found.identity, launches),
      isReachable: false,
      readsSecrets: readsSecrets === "could_not_look" ? null : readsSecrets === "found",
      seenAt,
      // once its zone was told by policy, look and files together, that is the answer, also where it is none
    }).filter(({ row }) => !own.some((piece) => piece.row === row)),
    publisherEvidence(found.identity, worstPieces(own)),
    ...inapplicableEvidence(found.identity),
  ]);
  return {
    publisher: { word, verifiedBy: verifiedBy(pieces), claimedBy: claimedBy(pieces) },
    identity: found.identity,
    release,
    releases: releases.includes(release) || release === "" ? releases : [release, ...releases],
    score: trustScore(pieces),
    pieces: inOrder(pieces),
  };
}

function zonesOf(identity: string, launches: Parameters<typeof zonesOfLaunch>[1][]) {
  const seen = launches.length > 0 ? launches : [null];
  return [...new Set(seen.flatMap((launch) => zonesOfLaunch(identity, launch)))];
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

/** Each different launch once, of installations that are there now. */
async function launchesOf(tx: Transaction, ctx: Ctx, serverId: string) {
  return tx
    .selectDistinctOn([installation.launchHash], {
      launch: installation.launch,
      release: installation.release,
      at: installation.lastSeenAt,
    })
    .from(installation)
    .where(and(inOrg(ctx, installation), eq(installation.serverId, serverId), isNull(installation.removedAt)))
    .orderBy(installation.launchHash, desc(installation.lastSeenAt))
    .limit(MOST_LAUNCHES);
}

/** What was recorded of an identity, the newest releases first. */
async function recordedOf(tx: Transaction, ctx: Ctx, identity: string): Promise<Piece[]> {
  return tx
    .select({
      row: evidence.row,
      release: evidence.release,
      answer: evidence.answer,
      value: evidence.value,
      detail: evidence.detail,
      source: evidence.source,
      lookedAt: evidence.lookedAt,
      failedAt: evidence.failedAt,
      failedWhy: evidence.failedWhy,
    })
    .from(evidence)
    .where(and(inOrg(ctx, evidence), eq(evidence.identity, identity)))
    .orderBy(sql`(${ne(evidence.release, "")})`, desc(evidence.lookedAt), evidence.release, evidence.row)
    .limit(MOST_PIECES);
}

import { z } from "zod";
import type { MemberCtx } from "#app/domain/context.ts";
import { findTrustChange } from "#app/domain/requests/decided-trust-queries.server.ts";
import { EVIDENCE_ROWS } from "#app/domain/trust/evidence-rows.ts";
import { evidenceSentence } from "#app/domain/trust/evidence-sentence.ts";
import { wordsOf } from "#app/domain/trust/publisher-evidence.ts";
import { VouchPublisherInput, WithdrawPublisherInput } from "#app/domain/trust/publisher-inputs.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { vouchPublisher } from "#app/domain/trust/vouch-publisher.server.ts";
import { withdrawPublisher } from "#app/domain/trust/withdraw-publisher.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Trust } from "./trust-shapes.ts";

const tag = "Catalog";

export const trustOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/servers/{serverId}/trust",
    operationId: "getServerTrust",
    summary: "How far to trust a server, with every row the score is made of",
    description:
      "The score is the sum of weight times value over all rows, divided by all weights; a row nobody could answer counts nothing. A fact that caps holds the score down when it was found, and until somebody could look for it.",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    query: z.object({ release: z.string().min(1).max(200).optional() }),
    response: Trust,
    run: (ctx, { params, query }) => readTrust(ctx, { serverId: params.serverId, release: query.release }),
  }),
  operation({
    method: "POST",
    path: "/servers/{serverId}/publisher-word",
    operationId: "vouchPublisher",
    summary: "Vouch for who publishes a server, in one's own name",
    tag,
    auth: "member",
    scope: "admin",
    status: 201,
    body: VouchPublisherInput.omit({ serverId: true }),
    response: z.object({ wordId: z.uuid() }),
    example: {
      body: {
        publisher: "Sentry",
        relation: "official",
        reason: "Its documentation names this package and its domain",
      },
    },
    run: (ctx, { params, body }) => vouchPublisher(ctx, { ...params, ...body }),
  }),
  operation({
    method: "DELETE",
    path: "/servers/{serverId}/publisher-word",
    operationId: "withdrawPublisher",
    summary: "Withdraw the word that stands for a server's publisher",
    tag,
    auth: "member",
    scope: "admin",
    status: 204,
    query: WithdrawPublisherInput.omit({ serverId: true }),
    response: null,
    example: { query: "reason=The+package+changed+hands" },
    run: (ctx, { params, query }) => withdrawPublisher(ctx, { ...params, ...query }),
  }),
];

async function readTrust(ctx: MemberCtx, asked: { serverId: string; release: string | undefined }) {
  const trust = await getServerTrust(ctx, asked);
  const since = await findTrustChange(ctx, asked.serverId, trust);
  const { rows: _, ...score } = trust.score;
  return {
    ...score,
    identity: trust.identity,
    release: trust.release,
    releases: trust.releases,
    publisher: {
      word: trust.publisher.word,
      verifiedBy: wordsOf(trust.publisher.ways, "verified"),
      claimedBy: wordsOf(trust.publisher.ways, "claimed"),
      ways: trust.publisher.ways.map(({ says: sentence, ...way }) => ({ ...way, sentence })),
    },
    rows: trust.pieces.map((piece) => ({
      row: piece.row,
      group: EVIDENCE_ROWS[piece.row].group,
      question: EVIDENCE_ROWS[piece.row].question,
      weight: EVIDENCE_ROWS[piece.row].weight,
      answer: piece.answer,
      value: piece.value,
      sentence: evidenceSentence(piece),
      source: piece.source,
      lookedAt: piece.lookedAt,
      failed: piece.failedAt ? { at: piece.failedAt, why: piece.failedWhy ?? "" } : null,
    })),
    since: since && {
      score: since.was.score,
      points: since.points,
      possiblePoints: since.possiblePoints,
      isSameFormula: since.isSameFormula,
      rows: since.rows.map(({ row, before, after, points }) => ({
        row,
        before: before.answer,
        after: after.answer,
        points,
      })),
    },
  };
}

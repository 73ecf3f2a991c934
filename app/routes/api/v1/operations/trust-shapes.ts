import { z } from "zod";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";
import { EVIDENCE_ANSWERS, EVIDENCE_GROUPS, PUBLISHER_RELATIONS } from "#app/domain/trust/evidence-words.ts";
import { WAY_STATES } from "#app/domain/trust/publisher-evidence.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Row = z.enum(EVIDENCE_ROW_KEYS);
const Answer = z.enum(EVIDENCE_ANSWERS);

export const Trust = z.object({
  identity: z.string(),
  /** The release it speaks of; empty where none is known. */
  release: z.string(),
  releases: z.array(z.string()),
  /** Which formula counted: two scores are compared only under one of them. */
  formula: z.number(),
  /** The sum over all rows before any cap: 0 to 100. */
  proven: z.number(),
  /** What is proven under every cap, and what would be possible were everything unknown good: 0 to 100. */
  score: z.number(),
  possible: z.number(),
  /** Share of the weights whose answer is known: 0 to 1. */
  confidence: z.number(),
  /** Facts that hold the score down; an open one is a fact nobody could look for, and leaves `possible` as it is. */
  caps: z.array(z.object({ row: Row, most: z.number(), reason: z.string(), isOpen: z.boolean() })),
  groups: z.array(
    z.object({ group: z.enum(EVIDENCE_GROUPS), share: z.number(), counts: z.number(), open: z.number() }),
  ),
  rows: z.array(
    z.object({
      row: Row,
      group: z.enum(EVIDENCE_GROUPS),
      question: z.string(),
      weight: z.number(),
      answer: Answer,
      value: z.number().nullable(),
      sentence: z.string(),
      source: z.string(),
      lookedAt: Instant.nullable(),
      /** A later look that failed; the answer before stands. */
      failed: z.object({ at: Instant, why: z.string() }).nullable(),
    }),
  ),
  /** Whose word stands for its publisher, and every way it is verified, in words. */
  publisher: z.object({
    word: z
      .object({
        publisher: z.string(),
        relation: z.enum(PUBLISHER_RELATIONS),
        by: z.string(),
        reason: z.string(),
        at: Instant,
      })
      .nullable(),
    verifiedBy: z.array(z.string()),
    /** Said by others; no signature could be verified here. */
    claimedBy: z.array(z.string()),
    /** Each way with what it rests on. Contradicted: a signature is wrong or of something else. */
    ways: z.array(
      z.object({
        row: Row,
        state: z.enum(WAY_STATES),
        words: z.string(),
        sentence: z.string(),
        source: z.string(),
        /** What a signature was checked with. */
        root: z.string().nullable(),
        at: Instant.nullable(),
      }),
    ),
  }),
  /** Since the newest decision on it that one may see; null where none was decided with a score. */
  since: z
    .object({
      score: z.number(),
      points: z.number(),
      possiblePoints: z.number(),
      isSameFormula: z.boolean(),
      rows: z.array(z.object({ row: Row, before: Answer, after: Answer, points: z.number() })),
    })
    .nullable(),
});

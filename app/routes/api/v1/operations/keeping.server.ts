import { z } from "zod";
import type { MemberCtx } from "#app/domain/context.ts";
import { SetRetentionInput } from "#app/domain/keeping/retention-inputs.ts";
import {
  countForgettable,
  getRetention,
  listRetention,
} from "#app/domain/keeping/retention-queries.server.ts";
import { LONGEST_DAYS, RETENTION_NOUNS, type RetentionNoun } from "#app/domain/keeping/retention-words.ts";
import { setRetention } from "#app/domain/keeping/set-retention.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Noun = z.enum(RETENTION_NOUNS);
const facts = { tag: "Data", auth: "member", scope: "admin", status: 200 } as const;

export const keepingOperations: Operation[] = [
  operation({
    ...facts,
    scope: "read",
    method: "GET",
    path: "/retention",
    operationId: "listRetention",
    summary: "How many days each kind of data is kept; null keeps for ever",
    response: z.object({
      rows: z.array(
        z.object({ noun: Noun, days: z.number().int().nullable(), changedAt: Instant.nullable() }),
      ),
    }),
    run: async (ctx) => ({ rows: await listRetention(ctx) }),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/retention/{noun}/preview",
    operationId: "previewRetention",
    summary: "How many rows would be forgotten now if they were kept for so many days",
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(LONGEST_DAYS).default(LONGEST_DAYS) }),
    response: z.object({ noun: Noun, days: z.number().int(), rows: z.number().int() }),
    run: async (ctx, { params, query }) => {
      const noun = await nounOf(ctx, params.noun);
      return { noun, days: query.days, rows: await countForgettable(ctx, noun, query.days) };
    },
  }),
  operation({
    ...facts,
    method: "PUT",
    path: "/retention/{noun}",
    operationId: "setRetention",
    summary: "Keep something longer, or for ever",
    description: "Shortening needs a fresh proof of who acts, so it is done in the browser: a key gets 403.",
    body: SetRetentionInput.omit({ noun: true }),
    response: SetRetentionInput,
    example: { body: { days: 730 } },
    run: async (ctx, { params, body }) =>
      setRetention(ctx, { noun: await nounOf(ctx, params.noun), days: body.days }),
  }),
];

async function nounOf(ctx: MemberCtx, noun: string): Promise<RetentionNoun> {
  return (await getRetention(ctx, noun)).noun;
}

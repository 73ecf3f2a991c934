import { z } from "zod";
import { getOperations } from "#app/domain/identity/operations-queries.server.ts";
import { replayJob } from "#app/domain/identity/replay-job.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const facts = { tag: "Operations", auth: "member", scope: "admin" } as const;

export const installationOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/operations",
    operationId: "getOperations",
    summary: "Whether this installation works",
    description: "For owners. Queues count the work of every organization here; dead jobs are your own.",
    status: 200,
    response: z.object({
      heartbeat: z.object({
        state: z.enum(["fresh", "late", "never"]),
        at: Instant.nullable(),
        secondsAgo: z.number().int().nullable(),
      }),
      queues: z.array(
        z.object({
          name: z.string(),
          waiting: z.number().int(),
          running: z.number().int(),
          dead: z.number().int(),
          oldestWaitingAt: Instant.nullable(),
        }),
      ),
      deadJobs: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          createdAt: Instant,
          failedAt: Instant.nullable(),
          tries: z.number().int(),
          error: z.string().nullable(),
        }),
      ),
      secrets: z.object({ sealed: z.number().int(), withFormerKey: z.number().int() }),
      database: z.object({ version: z.string() }),
    }),
    run: (ctx) => getOperations(ctx),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/operations/jobs/{jobId}/replay",
    operationId: "replayJob",
    summary: "Run a dead job once more",
    status: 200,
    response: z.object({ jobId: z.uuid(), name: z.string() }),
    run: (ctx, { params }) => replayJob(ctx, params),
  }),
];

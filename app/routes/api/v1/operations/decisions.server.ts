import { z } from "zod";
import { CALL_REASONS } from "#app/domain/grants/call-reasons.ts";
import { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const REASONS = Object.keys(CALL_REASONS);

export const decisionOperations: Operation[] = [
  operation({
    method: "POST",
    path: "/decisions",
    operationId: "decideCall",
    summary: "Decide whether one call may go ahead, from the rows as they are now",
    description:
      "A refusal is an answer with status 200 and `allowed: false`; anything but `allowed: true` means no. The environment comes from the agent, the installation or the key, never from the body. A device key asks only for its owner and a key of an agent only for that agent; an API key asks for another member, or for an agent of somebody else, only when its role may.",
    tag: "Decisions",
    auth: "either",
    scope: "check",
    status: 200,
    body: DecideCallInput,
    response: z.object({
      allowed: z.boolean(),
      reason: z.string().meta({ enum: REASONS }),
      sentence: z.string(),
      grantId: z.uuid().nullable(),
      environment: z.enum(ENVIRONMENTS).nullable(),
      checkedAt: Instant,
    }),
    example: { body: { server: "npm:@sentry/mcp-server", tool: "search_issues" } },
    run: (ctx, { body }) => mayCall(ctx, body),
  }),
];

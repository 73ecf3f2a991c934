import { z } from "zod";
import { classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import {
  CHANGE_KINDS,
  type ChangeKind,
  DRIFT_CLASSES,
  LAUNCH_CHANGES,
} from "#app/domain/catalog/drift/drift-words.ts";
import { DriftPolicyInput } from "#app/domain/catalog/drift-inputs.ts";
import { getDriftPolicy, previewDriftPolicy } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Class = z.enum(DRIFT_CLASSES);
const Kind = z.enum(Object.keys(CHANGE_KINDS) as [ChangeKind, ...ChangeKind[]]);
const Policy = z.object({ classes: z.record(Kind, Class) });
const reading = { tag: "Drift", auth: "member", scope: "read", status: 200, method: "GET" } as const;
const changing = { tag: "Drift", auth: "member", scope: "admin", status: 200 } as const;

export const driftPolicyOperations: Operation[] = [
  operation({
    ...reading,
    path: "/drift-policy",
    operationId: "getDriftPolicy",
    summary: "What the organization makes of each kind of change",
    response: Policy.extend({
      changed: z.object({ at: Instant, by: z.string() }).nullable(),
      drifting: z.number(),
      installations: z.number(),
    }),
    run: (ctx) => getDriftPolicy(ctx),
  }),
  operation({
    ...changing,
    method: "PUT",
    path: "/drift-policy",
    operationId: "setDriftPolicy",
    summary: "Set what the organization makes of each kind of change, from now on",
    description: "A kind that is left out is as it was before anybody chose.",
    body: DriftPolicyInput,
    response: Policy,
    example: { body: { description_changed: "block", schema_widened: "re_approve", removed: "note" } },
    run: async (ctx, { body }) => ({ classes: await setDriftPolicy(ctx, body) }),
  }),
  operation({
    ...reading,
    path: "/drift-policy/preview",
    operationId: "previewDriftPolicy",
    summary: "Which servers that drift now a policy would classify otherwise; nothing is saved",
    query: DriftPolicyInput,
    response: z.object({
      rows: z.array(z.object({ serverId: Id, identity: z.string(), before: Class, after: Class })),
      launches: z.array(
        z.object({
          change: z.enum(LAUNCH_CHANGES),
          before: Class,
          after: Class,
          installations: z.number(),
        }),
      ),
      looked: z.number(),
      isMore: z.boolean(),
    }),
    run: (ctx, { query }) => previewDriftPolicy(ctx, query),
  }),
  operation({
    ...changing,
    method: "POST",
    path: "/drift-policy/classification",
    operationId: "classifyDriftAnew",
    summary: "Classify the drift there is by the policy in force now",
    body: z.strictObject({ after: Id.optional() }),
    response: z.object({
      servers: z.number(),
      changed: z.number(),
      left: z.number(),
      lastServerId: Id.nullable(),
    }),
    example: { body: {} },
    run: (ctx, { body }) => classifyDriftAnew(ctx, body),
  }),
];

import { z } from "zod";
import { classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import {
  CHANGE_KINDS,
  type ChangeKind,
  DRIFT_CLASSES,
  DRIFT_OUTCOMES,
} from "#app/domain/catalog/drift/drift-words.ts";
import { DriftPolicyInput } from "#app/domain/catalog/drift-inputs.ts";
import { getDriftPolicy, previewDriftPolicy } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { getServerDrift, listDrifts } from "#app/domain/catalog/drift-queries.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Class = z.enum(DRIFT_CLASSES);
const Kind = z.enum(Object.keys(CHANGE_KINDS) as [ChangeKind, ...ChangeKind[]]);
const Change = z.object({ kind: Kind, detail: z.array(z.string()) });
const Policy = z.object({ classes: z.record(Kind, Class) });
const reading = { tag: "Drift", auth: "member", scope: "read", status: 200, method: "GET" } as const;
const changing = { tag: "Drift", auth: "member", scope: "admin", status: 200 } as const;

export const driftOperations: Operation[] = [
  operation({
    ...reading,
    path: "/servers/{serverId}/drift",
    operationId: "getServerDrift",
    summary: "How a server differs from what was approved, tool by tool",
    description:
      "`class` decides calls: `block` refuses every one, `re_approve` the tools that changed or are new, `note` none. Tools come by name, 100 at a time.",
    query: z.strictObject({ cursor: z.string().max(256).optional() }),
    response: z.object({
      identity: z.string(),
      class: Class.nullable(),
      whole: z.array(Change.extend({ class: Class })),
      pinned: z
        .object({ manifestId: Id.nullable(), release: z.string().nullable(), at: Instant, by: z.string() })
        .nullable(),
      listed: z
        .object({ manifestId: Id, release: z.string(), observedAt: Instant, isConfirmed: z.boolean() })
        .nullable(),
      counts: z.object({
        added: z.number(),
        removed: z.number(),
        renamed: z.number(),
        changed: z.number(),
      }),
      tools: z.array(
        z.object({
          name: z.string(),
          was: z.string().nullable(),
          fate: z.enum(["added", "removed", "renamed", "changed"]),
          class: Class,
          changes: z.array(Change),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
    run: (ctx, { params, query }) =>
      getServerDrift(ctx, params.serverId, { limit: 100, cursor: query.cursor }),
  }),
  operation({
    ...reading,
    path: "/servers/{serverId}/drifts",
    operationId: "listDrifts",
    summary: "What a server drifted to so far and how each ended, newest first",
    response: z.object({
      rows: z.array(
        z.object({
          id: Id,
          class: Class,
          release: z.string(),
          added: z.number(),
          removed: z.number(),
          renamed: z.number(),
          changed: z.number(),
          foundAt: Instant,
          endedAt: Instant.nullable(),
          outcome: z.enum(DRIFT_OUTCOMES).nullable(),
        }),
      ),
    }),
    run: async (ctx, { params }) => ({ rows: await listDrifts(ctx, params.serverId) }),
  }),
  operation({
    ...reading,
    path: "/drift-policy",
    operationId: "getDriftPolicy",
    summary: "What the organization makes of each kind of change",
    response: Policy.extend({
      changed: z.object({ at: Instant, by: z.string() }).nullable(),
      drifting: z.number(),
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

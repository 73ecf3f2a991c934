import { z } from "zod";
import {
  CHANGE_KINDS,
  type ChangeKind,
  DRIFT_CLASSES,
  DRIFT_OUTCOMES,
  LAUNCH_CHANGES,
  LAUNCH_OUTCOMES,
} from "#app/domain/catalog/drift/drift-words.ts";
import { getServerDrift, listDrifts } from "#app/domain/catalog/drift-queries.server.ts";
import {
  listDriftedInstallations,
  listLaunchDrifts,
} from "#app/domain/inventory/launch-drift-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Class = z.enum(DRIFT_CLASSES);
const Kind = z.enum(Object.keys(CHANGE_KINDS) as [ChangeKind, ...ChangeKind[]]);
const Change = z.object({ kind: Kind, detail: z.array(z.string()) });
const _Policy = z.object({ classes: z.record(Kind, Class) });
const LaunchDriftShape = z.object({
  person: z.string(),
  device: z.string(),
  change: z.enum(LAUNCH_CHANGES),
  class: Class,
  lines: z.array(z.string()),
});
const reading = { tag: "Drift", auth: "member", scope: "read", status: 200, method: "GET" } as const;
const _changing = { tag: "Drift", auth: "member", scope: "admin", status: 200 } as const;

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
      /** Tools differ that were approved before differences were classified; they are refused. */
      isUnclassified: z.boolean(),
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
      /** The first 50 the caller may see that are not started as approved. */
      installations: z.array(LaunchDriftShape.extend({ id: Id })),
    }),
    run: async (ctx, { params, query }) => ({
      ...(await getServerDrift(ctx, params.serverId, { limit: 100, cursor: query.cursor })),
      installations: await listDriftedInstallations(ctx, params.serverId),
    }),
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
      /** The newest 50 installations the caller may see that were not started as approved. */
      installations: z.array(
        LaunchDriftShape.extend({
          id: Id,
          installationId: Id,
          foundAt: Instant,
          endedAt: Instant.nullable(),
          outcome: z.enum(LAUNCH_OUTCOMES).nullable(),
        }),
      ),
    }),
    run: async (ctx, { params }) => ({
      rows: await listDrifts(ctx, params.serverId),
      installations: await listLaunchDrifts(ctx, params.serverId),
    }),
  }),
];

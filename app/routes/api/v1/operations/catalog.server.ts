import { z } from "zod";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { SERVER_KINDS } from "#app/domain/catalog/catalog-words.ts";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { listHidden } from "#app/domain/catalog/hidden-queries.server.ts";
import { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { BlockServerInput, UnblockServerInput } from "#app/domain/catalog/server-inputs.ts";
import { listTouched } from "#app/domain/catalog/touch-queries.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { getDeclared } from "#app/domain/connections/declared-queries.server.ts";
import { holdsSecret } from "#app/domain/inventory/holds-secret.ts";
import { getServer, listServers, listTools } from "#app/domain/inventory/server-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { Declared, Hidden, Server, ServerDetail, Tool, Touched } from "./catalog-shapes.ts";
import { lookOperations } from "./looks.server.ts";
import { toolRuleOperations } from "./tool-rules.server.ts";

const Id = z.uuid();
const tag = "Catalog";
const HOLDS_SECRET = "holds what looks like a secret; nothing was stored";
const reading = { tag, auth: "member", scope: "read", status: 200, method: "GET" } as const;

export const catalogOperations: Operation[] = [
  ...lookOperations,
  ...toolRuleOperations,
  operation({
    ...reading,
    path: "/servers",
    operationId: "listServers",
    summary: "List the servers of the catalog, used or not",
    query: PageQuery.extend({
      cursor: Id.optional(),
      q: z.string().max(200).optional(),
      kind: z.enum(SERVER_KINDS).optional(),
    }),
    response: pageOf(Server),
    run: (ctx, { query: { limit, cursor, ...filter } }) => listServers(ctx, filter, { limit, cursor }),
  }),
  operation({
    ...reading,
    path: "/servers/{serverId}",
    operationId: "getServer",
    summary: "One server; its counts are of what one may see of the inventory",
    response: ServerDetail,
    run: (ctx, { params }) => getServer(ctx, params.serverId),
  }),
  operation({
    ...reading,
    path: "/servers/{serverId}/tools",
    operationId: "listTools",
    summary: "The tools of a server, each with what became of it since it was pinned",
    response: z.object({
      rows: z.array(Tool),
      touched: Touched,
      declared: Declared,
      hidden: z.array(Hidden),
    }),
    run: async (ctx, { params }) => ({
      ...(await listTools(ctx, params.serverId)),
      touched: await listTouched(ctx, params.serverId),
      declared: await getDeclared(ctx, params.serverId),
      hidden: await listHidden(ctx, params.serverId),
    }),
  }),
  operation({
    method: "POST",
    path: "/manifests",
    operationId: "recordManifest",
    summary: "Record the tools a probe listed",
    description:
      "Confirmed at once when the key's member may confirm. A list nobody confirmed replaces no confirmed one and is no drift.",
    tag,
    auth: "either",
    scope: "report",
    status: 201,
    body: Manifest.refine(({ identity }) => !holdsSecret(identity), {
      path: ["identity"],
      error: HOLDS_SECRET,
    }),
    response: z.object({
      manifestId: Id,
      serverId: Id,
      tools: z.number(),
      isConfirmed: z.boolean(),
      isCurrent: z.boolean(),
    }),
    example: {
      body: {
        identity: "npm:@sentry/mcp-server",
        release: "0.18.0",
        protocolVersion: "2025-06-18",
        tools: [{ name: "search_issues", description: "Searches issues.", inputSchema: { type: "object" } }],
        observedBy: "probe",
      },
    },
    run: (ctx, { body }) => recordManifest(ctx, body),
  }),
  operation({
    method: "POST",
    path: "/manifests/{manifestId}/confirmation",
    operationId: "confirmManifest",
    summary: "Vouch for a list of tools a member reported",
    tag,
    auth: "member",
    scope: "report",
    status: 200,
    response: z.object({ manifestId: Id, serverId: Id }),
    run: (ctx, { params }) => confirmManifest(ctx, params),
  }),
  operation({
    method: "POST",
    path: "/servers/{serverId}/block",
    operationId: "blockServer",
    summary: "Refuse every call to a server from now on",
    tag,
    auth: "member",
    scope: "block",
    status: 201,
    body: BlockServerInput.omit({ serverId: true }),
    response: z.object({ blockId: Id }),
    example: { body: { reason: "Its publisher reports a stolen release key" } },
    run: (ctx, { params, body }) => blockServer(ctx, { ...params, ...body }),
  }),
  operation({
    method: "DELETE",
    path: "/servers/{serverId}/block",
    operationId: "unblockServer",
    summary: "Lift the block of a server; grants then decide again",
    tag,
    auth: "member",
    scope: "block",
    status: 204,
    query: UnblockServerInput.omit({ serverId: true }),
    response: null,
    example: { query: "reason=The+release+was+replaced" },
    run: (ctx, { params, query }) => unblockServer(ctx, { ...params, ...query }),
  }),
];

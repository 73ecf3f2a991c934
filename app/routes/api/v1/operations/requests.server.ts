import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { previewRequest } from "#app/domain/requests/preview-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { CreateRequestInput, PreviewRequestInput } from "#app/domain/requests/request-inputs.ts";
import { listQueue, listRequests } from "#app/domain/requests/request-queries.server.ts";
import { REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { getRequestSnippet } from "#app/domain/requests/snippet-queries.server.ts";
import { withdrawRequest } from "#app/domain/requests/withdraw-request.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { DeciderShape, RequestDetailShape, RequestShape } from "./request-shapes.ts";

const Id = z.uuid();
const facts = { tag: "Requests", auth: "member" } as const;
const reading = { ...facts, method: "GET", scope: "read", status: 200 } as const;

export const requestOperations: Operation[] = [
  operation({
    ...reading,
    path: "/requests",
    operationId: "listRequests",
    summary: "List the requests one may see, newest first",
    query: PageQuery.extend({
      cursor: Id.optional(),
      state: z.enum(REQUEST_STATES).optional(),
      open: z.literal("yes").optional(),
      server: Id.optional(),
      requester: Id.optional(),
      agent: Id.optional(),
      team: Id.optional(),
    }),
    response: pageOf(RequestShape),
    run: (ctx, { query: { limit, cursor, ...filter } }) => listRequests(ctx, filter, { limit, cursor }),
  }),
  operation({
    ...reading,
    path: "/approvals",
    operationId: "listApprovals",
    summary: "What waits on the caller: past due, then risk, then age",
    query: z.strictObject({ limit: PageQuery.shape.limit }),
    response: z.object({ rows: z.array(RequestShape), total: z.number() }),
    run: (ctx, { query }) => listQueue(ctx, query),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/requests",
    operationId: "createRequest",
    summary: "Ask for access, for oneself, a team one is in or an agent",
    description:
      "Name the server by `serverId`, by an installation of one's own, or by an identity nobody has used yet. For an agent, `environment` is the one it runs in, and a production agent needs the request of whoever answers for it. Refused when nobody could decide it; the answer then says whom to invite. `tools` null means all.",
    scope: "request",
    status: 201,
    body: CreateRequestInput.omit({ id: true }).extend({ id: Id.optional() }),
    response: z.object({
      id: Id,
      serverId: Id,
      state: z.enum(REQUEST_STATES),
      deciders: z.array(DeciderShape),
    }),
    example: {
      body: {
        identity: "npm:@sentry/mcp-server",
        environment: "development",
        tools: ["search_issues"],
        endsAt: "2027-03-31",
        reason: "Look at errors from the editor",
      },
    },
    run: (ctx, { body }) => createRequest(ctx, { ...body, id: body.id ?? uuidv7() }),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/request-previews",
    operationId: "previewRequest",
    summary: "Who could decide a request like this; stores nothing",
    scope: "request",
    status: 200,
    body: PreviewRequestInput,
    response: z.object({
      deciders: z.array(DeciderShape),
      /** Null, or why nobody could decide it and whom to invite. */
      deadEnd: z.string().nullable(),
      problems: z.array(z.string()),
    }),
    example: { body: { identity: "npm:@sentry/mcp-server", environment: "production" } },
    run: (ctx, { body }) => previewRequest(ctx, body),
  }),
  operation({
    ...reading,
    path: "/requests/{requestId}",
    operationId: "getRequest",
    summary: "A request with everything its decision rests on",
    response: RequestDetailShape,
    run: async (ctx, { params }) => {
      const { tools, toolNames, ...detail } = await getRequest(ctx, params.requestId);
      return { ...detail, tools: toolNames, listedTools: tools };
    },
  }),
  operation({
    ...reading,
    path: "/requests/{requestId}/snippet",
    operationId: "getRequestSnippet",
    summary: "What to put into a client's configuration once approved, without secrets",
    query: z.strictObject({ client: z.enum(CLIENTS).optional() }),
    response: z.object({
      client: z.enum(CLIENTS),
      file: z.string(),
      text: z.string(),
      notes: z.array(z.string()),
    }),
    run: (ctx, { params, query }) => getRequestSnippet(ctx, params.requestId, query.client),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/requests/{requestId}/withdrawal",
    operationId: "withdrawRequest",
    summary: "Take one's own request back",
    scope: "request",
    status: 201,
    response: z.object({ id: Id }),
    run: (ctx, { params }) => withdrawRequest(ctx, params),
  }),
];

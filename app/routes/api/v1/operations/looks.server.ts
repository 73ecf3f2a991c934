import { z } from "zod";
import { askServer } from "#app/domain/catalog/ask-server.server.ts";
import { RecordLookInput } from "#app/domain/catalog/look-inputs.ts";
import { listLooks } from "#app/domain/catalog/look-queries.server.ts";
import { recordLook } from "#app/domain/catalog/record-look.server.ts";
import { holdsSecret } from "#app/domain/inventory/holds-secret.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Look } from "./catalog-shapes.ts";

const Id = z.uuid();
const tag = "Catalog";

export const lookOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/servers/{serverId}/looks",
    operationId: "listLooks",
    summary: "When a server itself was asked without a list coming of it, or by the worker: the newest five",
    tag,
    auth: "member",
    scope: "read",
    status: 200,
    response: z.object({ rows: z.array(Look) }),
    run: async (ctx, { params }) => ({ rows: await listLooks(ctx, params.serverId) }),
  }),
  operation({
    method: "POST",
    path: "/servers/{serverId}/looks",
    operationId: "askServer",
    summary: "Have the worker ask a remote server for its tools, without credentials",
    tag,
    auth: "member",
    scope: "report",
    status: 201,
    response: z.object({ lookId: Id }),
    run: (ctx, { params }) => askServer(ctx, params),
  }),
  operation({
    method: "POST",
    path: "/looks",
    operationId: "recordLook",
    summary: "Report that a server was asked on a device and why no list came of it",
    tag,
    auth: "either",
    scope: "report",
    status: 201,
    body: RecordLookInput.refine(({ identity, reason }) => !holdsSecret(identity) && !holdsSecret(reason), {
      path: ["reason"],
      error: "holds what looks like a secret, here or in the identity; nothing was stored",
    }),
    response: z.object({ lookId: Id, serverId: Id }),
    example: {
      body: { identity: "npm:@sentry/mcp-server", reason: "needs SENTRY_TOKEN", needs: ["SENTRY_TOKEN"] },
    },
    run: (ctx, { body }) => recordLook(ctx, body),
  }),
];

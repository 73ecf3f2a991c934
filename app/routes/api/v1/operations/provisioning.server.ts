import { z } from "zod";
import { revokeScimToken } from "#app/domain/provisioning/revoke-scim-token.server.ts";
import { listScimTokens } from "#app/domain/provisioning/scim-token-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Token = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  createdAt: Instant,
  createdBy: z.object({ id: Id, name: z.string() }),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});

const facts = { tag: "Provisioning", auth: "member", scope: "admin" } as const;

export const provisioningOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/provisioning-tokens",
    operationId: "listScimTokens",
    summary: "List the tokens identity providers use at /scim/v2; one is made in the browser",
    status: 200,
    response: z.object({ rows: z.array(Token) }),
    run: async (ctx) => ({ rows: await listScimTokens(ctx) }),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/provisioning-tokens/{scimTokenId}",
    operationId: "revokeScimToken",
    summary: "Revoke a provisioning token",
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeScimToken(ctx, params),
  }),
];

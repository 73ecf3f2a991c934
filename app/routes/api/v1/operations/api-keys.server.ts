import { z } from "zod";
import { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { listApiKeysAfter } from "#app/domain/identity/api-key-queries.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { revokeApiKey } from "#app/domain/identity/revoke-api-key.server.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** The visible start of the key. */
  prefix: z.string(),
  member: z.object({ id: Id, name: z.string() }),
  /** The agent it acts as, instead of the member. */
  agent: z.object({ id: Id, name: z.string() }).nullable(),
  scopes: z.array(z.enum(SCOPES)),
  environment: z.enum(ENVIRONMENTS).nullable(),
  state: z.enum(["active", "revoked", "ended"]),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
});

const facts = { tag: "API keys", auth: "member", scope: "admin" } as const;

export const apiKeyOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/api-keys",
    operationId: "listApiKeys",
    summary: "List one's own keys, or everybody's for administrators",
    status: 200,
    query: PageQuery,
    response: pageOf(ApiKey),
    run: (ctx, { query }) => listApiKeysAfter(ctx, query),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/api-keys",
    operationId: "createApiKey",
    summary: "Make a key for oneself; the answer holds it, once",
    description:
      "A key that makes a key gives it neither more scopes nor a later end than its own, and its own environment if it has one.",
    status: 201,
    showsSecret: true,
    body: CreateApiKeyInput,
    response: z.object({ id: Id, key: z.string(), prefix: z.string(), expiresAt: Instant }),
    example: { body: { name: "Gateway", scopes: ["check"], days: 90, environment: "staging" } },
    run: (ctx, { body }) => createApiKey(ctx, body),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/api-keys/{apiKeyId}",
    operationId: "revokeApiKey",
    summary: "Revoke a key",
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeApiKey(ctx, params),
  }),
];

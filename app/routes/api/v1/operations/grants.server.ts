import { z } from "zod";
import { RevokeGrantInput, SuspendGrantInput } from "#app/domain/grants/grant-inputs.ts";
import { getGrant, listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { GRANT_STATES, HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { resumeGrant } from "#app/domain/grants/resume-grant.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const Named = z.object({ id: Id, name: z.string() });
const facts = { tag: "Grants", auth: "member" } as const;

const Grant = z.object({
  id: Id,
  server: z.object({ id: Id, identity: z.string() }),
  /** Whom it is for. */
  holder: z.object({ kind: z.enum(HOLDER_KINDS), id: Id, name: z.string() }),
  environment: z.enum(ENVIRONMENTS),
  /** Null: nobody had looked at the tools when it was approved. */
  tools: z.array(z.string()).nullable(),
  /** Null: any release whose tools are the approved ones. */
  release: z.string().nullable(),
  state: z.enum(GRANT_STATES),
  startsAt: Instant,
  endsAt: Instant,
  grantedBy: Named,
  requestId: Id.nullable(),
  /** When the agent it is for was retired or the member left: it ended then. */
  holderGoneAt: Instant.nullable(),
  suspendedAt: Instant.nullable(),
  suspendedUntil: Instant.nullable(),
  suspendReason: z.string().nullable(),
  revokedAt: Instant.nullable(),
  revokedBy: Named.nullable(),
  revokeReason: z.string().nullable(),
});

export const grantOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/grants",
    operationId: "listGrants",
    summary: "List the grants one may see, newest first",
    scope: "read",
    status: 200,
    query: PageQuery.extend({
      cursor: Id.optional(),
      state: z.enum(GRANT_STATES).optional(),
      server: Id.optional(),
      member: Id.optional(),
      team: Id.optional(),
      agent: Id.optional(),
      endsWithin: z.coerce.number().int().min(1).max(366).optional(),
    }),
    response: pageOf(Grant),
    run: (ctx, { query: { limit, cursor, ...filter } }) => listGrants(ctx, filter, { limit, cursor }),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/grants/{grantId}",
    operationId: "getGrant",
    summary: "One grant, with its state now",
    scope: "read",
    status: 200,
    response: Grant,
    run: (ctx, { params }) => getGrant(ctx, params.grantId),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/grants/{grantId}/suspension",
    operationId: "suspendGrant",
    summary: "Suspend a grant: its calls are refused from the next one on",
    scope: "grant",
    status: 201,
    body: SuspendGrantInput.omit({ grantId: true }),
    response: z.object({ id: Id, suspendedUntil: Instant.nullable() }),
    example: { body: { reason: "The server may be compromised" } },
    run: (ctx, { params, body }) => suspendGrant(ctx, { ...body, ...params }),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/grants/{grantId}/suspension",
    operationId: "resumeGrant",
    summary: "Resume a suspended grant",
    scope: "grant",
    status: 204,
    response: null,
    run: (ctx, { params }) => resumeGrant(ctx, params),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/grants/{grantId}/revocation",
    operationId: "revokeGrant",
    summary: "Revoke a grant for good",
    description:
      "Owners, admins and security; the holder, or who answers for the agent; a lead of the team it is for.",
    scope: "grant",
    status: 201,
    body: RevokeGrantInput.omit({ grantId: true }),
    response: z.object({ id: Id, revokedAt: Instant }),
    example: { body: { reason: "Not needed any more" } },
    run: (ctx, { params, body }) => revokeGrant(ctx, { ...body, ...params }),
  }),
];

import { z } from "zod";
import { createInvitation, type MadeInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { listInvitationsAfter } from "#app/domain/identity/invitation-queries.server.ts";
import { renewInvitation } from "#app/domain/identity/renew-invitation.server.ts";
import { revokeInvitation } from "#app/domain/identity/revoke-invitation.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { publicUrl } from "#app/env.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { paths } from "#app/http/paths.ts";

const Id = z.uuid();

const Invitation = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  state: z.enum(["pending", "accepted", "revoked", "ended"]),
  invitedBy: z.object({ id: Id, name: z.string() }).nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  mail: z
    .object({
      state: z.enum(["waiting", "accepted", "refused", "not_set_up", "overdue"]),
      at: Instant,
      why: z.string().nullable(),
    })
    .nullable(),
});

const Link = z.object({ id: Id, email: z.string(), url: z.url(), expiresAt: Instant });

const withLink = ({ token, ...made }: MadeInvitation) => ({
  ...made,
  url: `${publicUrl()}${paths.invitation(token)}`,
});

export const invitationOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/invitations",
    operationId: "listInvitations",
    summary: "List invitations that were neither accepted nor withdrawn",
    tag: "Invitations",
    auth: "member",
    scope: "admin",
    status: 200,
    query: PageQuery,
    response: pageOf(Invitation),
    run: (ctx, { query }) => listInvitationsAfter(ctx, query),
  }),
  operation({
    method: "POST",
    path: "/invitations",
    operationId: "createInvitation",
    summary: "Invite somebody; a link is mailed to them and another is in the answer, once",
    tag: "Invitations",
    auth: "member",
    scope: "admin",
    status: 201,
    showsSecret: true,
    body: CreateInvitationInput,
    response: Link,
    example: { body: { email: "somebody@example.com", name: "Some Body", role: "member", teamIds: [] } },
    run: async (ctx, { body }) => withLink(await createInvitation(ctx, body)),
  }),
  operation({
    method: "POST",
    path: "/invitations/{invitationId}/renewal",
    operationId: "renewInvitation",
    summary: "Send an invitation again: new links, the earlier ones are dead",
    tag: "Invitations",
    auth: "member",
    scope: "admin",
    status: 201,
    showsSecret: true,
    response: Link,
    run: async (ctx, { params }) => withLink(await renewInvitation(ctx, params)),
  }),
  operation({
    method: "DELETE",
    path: "/invitations/{invitationId}",
    operationId: "revokeInvitation",
    summary: "Withdraw an invitation",
    tag: "Invitations",
    auth: "member",
    scope: "admin",
    status: 204,
    response: null,
    run: (ctx, { params }) => revokeInvitation(ctx, params),
  }),
];

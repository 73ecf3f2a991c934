import { z } from "zod";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { endEverybodysSessions } from "#app/domain/identity/end-everybodys-sessions.server.ts";
import { endMemberSessions } from "#app/domain/identity/end-member-sessions.server.ts";
import { ChangeRoleInput } from "#app/domain/identity/member-inputs.ts";
import { listMembersAfter } from "#app/domain/identity/member-queries.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { Departure, getDeparture } from "#app/domain/requests/departure-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const RoleShape = z.enum(ROLES);

const Member = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: RoleShape,
  joinedAt: Instant,
  teams: z.array(z.object({ id: Id, name: z.string(), isLead: z.boolean() })),
});

const MemberQuery = PageQuery.extend({
  /** Each word must be the start of a word of the name or address. */
  search: z.string().max(100).optional(),
  role: RoleShape.optional(),
});

export const memberOperations: Operation[] = [
  operation({
    method: "GET",
    path: "/members",
    operationId: "listMembers",
    summary: "List active members",
    tag: "Members",
    auth: "member",
    scope: "read",
    status: 200,
    query: MemberQuery,
    response: pageOf(Member),
    run: (ctx, { query }) => listMembersAfter(ctx, query),
  }),
  operation({
    method: "PATCH",
    path: "/members/{memberId}",
    operationId: "changeRole",
    summary: "Give a member another role",
    tag: "Members",
    auth: "member",
    scope: "admin",
    status: 200,
    body: ChangeRoleInput.omit({ memberId: true }),
    response: z.object({ memberId: Id, role: RoleShape }),
    example: { body: { role: "approver" } },
    run: (ctx, { params, body }) => changeRole(ctx, { ...body, memberId: params.memberId }),
  }),
  operation({
    method: "POST",
    path: "/session-end",
    operationId: "endEverybodysSessions",
    summary: "End every other member's sessions in this organization; a new proof opens it again",
    description: "A key of an admin leaves the owners' sessions alone. Those of whoever calls go on.",
    tag: "Members",
    auth: "member",
    scope: "admin",
    status: 200,
    response: z.object({ members: z.number().int() }),
    run: (ctx) => endEverybodysSessions(ctx),
  }),
  operation({
    method: "POST",
    path: "/members/{memberId}/session-end",
    operationId: "endMemberSessions",
    summary: "End every session of a member in this organization; a new proof opens it again",
    tag: "Members",
    auth: "member",
    scope: "admin",
    status: 204,
    response: null,
    run: (ctx, { params }) => endMemberSessions(ctx, params),
  }),
  operation({
    method: "GET",
    path: "/members/{memberId}/departure",
    operationId: "getDeparture",
    summary: "What would end and be handed over if this member were removed now",
    tag: "Members",
    auth: "member",
    scope: "admin",
    status: 200,
    response: Departure,
    run: (ctx, { params }) => getDeparture(ctx, params.memberId),
  }),
  operation({
    method: "DELETE",
    path: "/members/{memberId}",
    operationId: "removeMember",
    summary: "Remove a member: their sessions, keys, devices and grants stop here at once",
    description:
      "What they leave open goes to `fallback`, who is whoever calls unless named: open requests are closed, a team whose last lead leaves is led by the fallback if they are in it.",
    tag: "Members",
    auth: "member",
    scope: "admin",
    status: 204,
    query: z.strictObject({ fallback: Id.optional() }),
    response: null,
    run: (ctx, { params, query }) => removeMember(ctx, { ...params, fallbackId: query.fallback }),
  }),
];

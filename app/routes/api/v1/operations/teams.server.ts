import { z } from "zod";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { CreateTeamInput, SetTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam, listTeamsAfter } from "#app/domain/identity/team-queries.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Team = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  memberCount: z.number().int(),
  leads: z.array(z.object({ id: Id, name: z.string() })),
});

const TeamWithMembers = Team.extend({
  members: z.array(
    z.object({
      id: Id,
      name: z.string(),
      email: z.string(),
      role: z.enum(ROLES),
      isLead: z.boolean(),
      addedAt: Instant,
    }),
  ),
});

const facts = { tag: "Teams", auth: "member" } as const;

export const teamOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/teams",
    operationId: "listTeams",
    summary: "List teams",
    scope: "read",
    status: 200,
    query: PageQuery,
    response: pageOf(Team),
    run: (ctx, { query }) => listTeamsAfter(ctx, query),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/teams",
    operationId: "createTeam",
    summary: "Make a team",
    scope: "admin",
    status: 201,
    body: CreateTeamInput,
    response: z.object({ id: Id, name: z.string() }),
    example: { body: { name: "Payments" } },
    run: (ctx, { body }) => createTeam(ctx, body),
  }),
  operation({
    ...facts,
    method: "GET",
    path: "/teams/{teamId}",
    operationId: "getTeam",
    summary: "A team with its members",
    scope: "read",
    status: 200,
    response: TeamWithMembers,
    run: (ctx, { params }) => getTeam(ctx, params.teamId),
  }),
  operation({
    ...facts,
    method: "PUT",
    path: "/teams/{teamId}/members/{memberId}",
    operationId: "setTeamMember",
    summary: "Put a member in a team, or change whether they lead it",
    scope: "admin",
    status: 200,
    body: SetTeamMemberInput.omit({ teamId: true, memberId: true }),
    response: z.object({ teamId: Id, memberId: Id, isLead: z.boolean() }),
    example: { body: { isLead: true } },
    run: (ctx, { params, body }) => setTeamMember(ctx, { ...params, ...body }),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/teams/{teamId}/members/{memberId}",
    operationId: "removeTeamMember",
    summary: "Take a member out of a team",
    scope: "admin",
    status: 204,
    response: null,
    run: (ctx, { params }) => removeTeamMember(ctx, params),
  }),
];

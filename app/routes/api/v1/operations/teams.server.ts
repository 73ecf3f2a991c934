import { z } from "zod";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { renameTeam } from "#app/domain/identity/rename-team.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { CreateTeamInput, RenameTeamInput, SetTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { getTeam, listTeamsAfter } from "#app/domain/identity/team-queries.server.ts";
import { archiveTeam } from "#app/domain/keeping/archive-team.server.ts";
import { deleteTeam } from "#app/domain/keeping/delete-team.server.ts";
import { restoreTeam } from "#app/domain/keeping/restore-team.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const Team = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  archivedAt: Instant.nullable(),
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
    method: "PATCH",
    path: "/teams/{teamId}",
    operationId: "renameTeam",
    summary: "Give a team another name",
    scope: "admin",
    status: 200,
    body: RenameTeamInput.omit({ teamId: true }),
    response: z.object({ id: Id, name: z.string() }),
    example: { body: { name: "Payments and billing" } },
    run: (ctx, { params, body }) => renameTeam(ctx, { ...params, ...body }),
  }),
  operation({
    ...facts,
    method: "PUT",
    path: "/teams/{teamId}/archival",
    operationId: "archiveTeam",
    summary: "Archive a team without open requests and grants that count",
    scope: "admin",
    status: 200,
    response: z.object({ id: Id, archivedAt: Instant }),
    run: (ctx, { params }) => archiveTeam(ctx, params),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/teams/{teamId}/archival",
    operationId: "restoreTeam",
    summary: "Take a team out of the archive",
    scope: "admin",
    status: 204,
    response: null,
    run: (ctx, { params }) => restoreTeam(ctx, params),
  }),
  operation({
    ...facts,
    method: "DELETE",
    path: "/teams/{teamId}",
    operationId: "deleteTeam",
    summary: "Delete a team nothing was ever asked or granted for",
    scope: "admin",
    status: 204,
    response: null,
    run: (ctx, { params }) => deleteTeam(ctx, params),
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

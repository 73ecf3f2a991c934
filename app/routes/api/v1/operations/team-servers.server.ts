import { z } from "zod";
import { GRANT_STATES, HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { listTeamServersAfter } from "#app/domain/overview/team-page-queries.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";

const Id = z.uuid();

const TeamServer = z.object({
  id: Id,
  identity: z.string(),
  /** Of the installation that needs a person most. */
  standing: z.enum(STANDINGS),
  /** Installations per standing: they add up to `installations`. */
  standings: z.partialRecord(z.enum(STANDINGS), z.number()),
  installations: z.number().int(),
  people: z.number().int(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  /** The grant to the team or one of its members that says most about it; null: none that the caller may see. */
  grant: z
    .object({
      id: Id,
      state: z.enum(GRANT_STATES),
      holder: z.object({ kind: z.enum(HOLDER_KINDS), id: Id, name: z.string() }),
      environment: z.enum(ENVIRONMENTS),
      grantedBy: z.object({ id: Id, name: z.string() }),
      createdAt: Instant,
      endsAt: Instant,
      requestId: Id.nullable(),
    })
    .nullable(),
});

export const teamServerOperations: Operation[] = [
  operation({
    tag: "Teams",
    auth: "member",
    method: "GET",
    path: "/teams/{teamId}/servers",
    operationId: "listTeamServers",
    summary: "The servers members of a team use, those nobody approved first",
    description:
      "All of them for who sees the whole team: its leads, its members with a role that sees their teams, and roles that see everything. Other members of the team get what they use themselves; for everybody else there is no such team. Keep `limit` while following `nextCursor`.",
    scope: "read",
    status: 200,
    query: PageQuery,
    response: pageOf(TeamServer),
    example: { query: "limit=50" },
    run: (ctx, { params, query }) => listTeamServersAfter(ctx, params.teamId, query),
  }),
];

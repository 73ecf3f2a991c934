import { z } from "zod";
import {
  ChangeAgentInput,
  CreateAgentInput,
  CreateAgentKeyInput,
} from "#app/domain/identity/agent-inputs.ts";
import { AGENT_VIEWS, getAgent, listAgentsAfter } from "#app/domain/identity/agent-queries.server.ts";
import { changeAgent } from "#app/domain/identity/change-agent.server.ts";
import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { createAgentKey } from "#app/domain/identity/create-agent-key.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant, PageQuery, pageOf } from "#app/http/api-shapes.ts";
import { AgentShape } from "./agent-shapes.ts";

const Id = z.uuid();
const Changed = z.object({ id: Id });
const facts = { tag: "Agents", auth: "member" } as const;
const reading = { ...facts, method: "GET", scope: "read", status: 200 } as const;
const making = { ...facts, method: "POST", scope: "admin", status: 201 } as const;

export const agentOperations: Operation[] = [
  operation({
    ...reading,
    path: "/agents",
    operationId: "listAgents",
    summary: "List the agents one may see, in the order they were registered",
    query: PageQuery.extend({
      cursor: Id.optional(),
      q: z.string().max(200).optional(),
      owner: Id.optional(),
      environment: z.enum(ENVIRONMENTS).optional(),
      view: z.enum(AGENT_VIEWS).optional(),
    }),
    response: pageOf(AgentShape),
    run: (ctx, { query: { limit, cursor, ...filter } }) => listAgentsAfter(ctx, filter, { limit, cursor }),
  }),
  operation({
    ...making,
    path: "/agents",
    operationId: "createAgent",
    summary: "Register an agent that the caller answers for",
    description: "It may use nothing until access is granted to it. Where it runs never changes.",
    body: CreateAgentInput,
    response: z.object({ id: Id, name: z.string() }),
    example: {
      body: {
        name: "Release notes",
        purpose: "Writes release notes from merged changes",
        environment: "staging",
        reviewBy: "2027-03-31",
      },
    },
    run: (ctx, { body }) => createAgent(ctx, body),
  }),
  operation({
    ...reading,
    path: "/agents/{agentId}",
    operationId: "getAgent",
    summary: "An agent, with who answers for it and its next review",
    response: AgentShape,
    run: async (ctx, { params }) => (await getAgent(ctx, params.agentId)).agent,
  }),
  operation({
    ...facts,
    method: "PATCH",
    path: "/agents/{agentId}",
    operationId: "changeAgent",
    summary: "Change an agent's name or purpose, or bring its review forward",
    scope: "admin",
    status: 200,
    body: ChangeAgentInput.omit({ agentId: true }),
    response: Changed,
    example: { body: { purpose: "Writes release notes and announces them" } },
    run: (ctx, { params, body }) => changeAgent(ctx, { ...body, ...params }),
  }),
  operation({
    ...making,
    path: "/agents/{agentId}/keys",
    operationId: "createAgentKey",
    summary: "Make a key that acts as an agent and only checks its calls; the answer holds it, once",
    description: "Only by whoever answers for the agent; it works while they do.",
    showsSecret: true,
    body: CreateAgentKeyInput.omit({ agentId: true }),
    response: z.object({ id: Id, key: z.string(), prefix: z.string(), expiresAt: Instant }),
    example: { body: { name: "Runner in staging", days: 90 } },
    run: (ctx, { params, body }) => createAgentKey(ctx, { ...body, ...params }),
  }),
];

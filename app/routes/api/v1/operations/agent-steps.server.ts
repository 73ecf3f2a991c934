import { z } from "zod";
import { acceptAgent } from "#app/domain/identity/accept-agent.server.ts";
import { OfferAgentInput, RetireAgentInput, ReviewAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { declineAgent } from "#app/domain/identity/decline-agent.server.ts";
import { handOverAgent } from "#app/domain/identity/hand-over-agent.server.ts";
import { offerAgent } from "#app/domain/identity/offer-agent.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { reviewAgent } from "#app/domain/identity/review-agent.server.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Changed = z.object({ id: z.uuid() });
const making = { tag: "Agents", auth: "member", method: "POST", scope: "admin", status: 201 } as const;

/** Who answers for an agent, whether it was looked at, and its end. */
export const agentStepOperations: Operation[] = [
  operation({
    ...making,
    path: "/agents/{agentId}/offer",
    operationId: "offerAgent",
    summary: "Ask somebody to take over an agent one answers for",
    body: OfferAgentInput.omit({ agentId: true }),
    example: { body: { toMemberId: "{toMemberId}" } },
    response: Changed,
    run: (ctx, { params, body }) => offerAgent(ctx, { ...body, ...params }),
  }),
  operation({
    ...making,
    method: "DELETE",
    path: "/agents/{agentId}/offer",
    operationId: "declineAgent",
    summary: "Decline an agent one was offered, or withdraw the offer",
    status: 204,
    response: null,
    run: (ctx, { params }) => declineAgent(ctx, params),
  }),
  operation({
    ...making,
    path: "/agents/{agentId}/acceptance",
    operationId: "acceptAgent",
    summary: "Take over an agent one was offered; its keys of before stop",
    response: Changed,
    run: (ctx, { params }) => acceptAgent(ctx, params),
  }),
  operation({
    ...making,
    path: "/agents/{agentId}/handover",
    operationId: "handOverAgent",
    summary: "Hand an agent over at once; its keys of before stop",
    body: OfferAgentInput.omit({ agentId: true }),
    example: { body: { toMemberId: "{toMemberId}" } },
    response: Changed,
    run: (ctx, { params, body }) => handOverAgent(ctx, { ...body, ...params }),
  }),
  operation({
    ...making,
    path: "/agents/{agentId}/review",
    operationId: "reviewAgent",
    summary: "Note that an agent was looked at and may go on until its next review",
    description: "By owners, admins and security; never by whoever answers for the agent.",
    body: ReviewAgentInput.omit({ agentId: true }),
    response: z.object({ id: z.uuid(), reviewBy: Instant }),
    example: { body: { reviewBy: "2027-06-30" } },
    run: (ctx, { params, body }) => reviewAgent(ctx, { ...body, ...params }),
  }),
  operation({
    ...making,
    path: "/agents/{agentId}/retirement",
    operationId: "retireAgent",
    summary: "Retire an agent for good: its calls are refused from the next one on",
    body: RetireAgentInput.omit({ agentId: true }),
    response: z.object({ id: z.uuid(), retiredAt: Instant }),
    example: { body: { reason: "Replaced by another one" } },
    run: (ctx, { params, body }) => retireAgent(ctx, { ...body, ...params }),
  }),
];

import { z } from "zod";
import { NotFound } from "#app/domain/errors.ts";
import { answerChecklist } from "#app/domain/requests/answer-checklist.server.ts";
import { answerRequest } from "#app/domain/requests/answer-request.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import {
  AnswerChecklistInput,
  AnswerRequestInput,
  ApproveRequestInput,
  AskRequestInput,
  DenyRequestInput,
} from "#app/domain/requests/request-inputs.ts";
import { CHECKLIST_ANSWERS, CHECKLIST_ITEMS, REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const facts = { tag: "Requests", auth: "member", method: "POST", status: 201 } as const;
const noId = { requestId: true } as const;
const Message = z.object({ id: Id, state: z.enum(REQUEST_STATES), messageId: Id });

export const requestDecisionOperations: Operation[] = [
  operation({
    ...facts,
    path: "/requests/{requestId}/approval",
    operationId: "approveRequest",
    summary: "Approve as asked or narrower; issues the grant",
    description:
      "What is left out is approved as asked. Wider than asked is refused by field. All tools means those listed now, by name. Send `seenManifestId` to be refused when the tools changed since you looked. Send `seenLaunches` to be refused when an installation is started otherwise since, with `seenLaunchesBeyond` as the request gave it where there are more than 500. Of a request of kind `drift` the one that is in question is needed, and nothing can be narrowed: what the server changed to is accepted as a whole, and `grantId` is the grant that goes on.",
    scope: "decide",
    body: ApproveRequestInput.omit(noId),
    response: z.object({
      requestId: Id,
      decisionId: Id,
      grantId: Id,
      endsAt: Instant,
      tools: z.array(z.string()).nullable(),
    }),
    example: { body: { tools: ["search"], endsAt: "2026-12-15" } },
    run: (ctx, { params, body }) => approveRequest(ctx, { ...body, ...params }),
  }),
  operation({
    ...facts,
    path: "/requests/{requestId}/denial",
    operationId: "denyRequest",
    summary: "Deny with a reason",
    scope: "decide",
    body: DenyRequestInput.omit(noId),
    response: z.object({ requestId: Id, decisionId: Id }),
    example: { body: { reason: "The read-only server covers this." } },
    run: (ctx, { params, body }) => denyRequest(ctx, { ...body, ...params }),
  }),
  operation({
    ...facts,
    path: "/requests/{requestId}/question",
    operationId: "askRequest",
    summary: "Send a request back with a question",
    scope: "decide",
    body: AskRequestInput.omit(noId),
    response: Message,
    example: { body: { question: "Which project is it for?" } },
    run: (ctx, { params, body }) => askRequest(ctx, { ...body, ...params }),
  }),
  operation({
    ...facts,
    path: "/requests/{requestId}/answer",
    operationId: "answerRequest",
    summary: "Answer the question one's request was sent back with",
    scope: "request",
    body: AnswerRequestInput.omit(noId),
    response: Message,
    example: { body: { answer: "The checkout service." } },
    run: (ctx, { params, body }) => answerRequest(ctx, { ...body, ...params }),
  }),
  operation({
    ...facts,
    method: "PUT",
    status: 200,
    path: "/requests/{requestId}/checklist/{item}",
    operationId: "answerChecklist",
    summary: "Answer one row of the pre-deployment checklist",
    scope: "decide",
    body: AnswerChecklistInput.omit({ requestId: true, item: true }),
    response: z.object({
      requestId: Id,
      item: z.enum(CHECKLIST_ITEMS),
      answer: z.enum(CHECKLIST_ANSWERS),
    }),
    example: { body: { answer: "yes", note: "Read the source of 0.18.0" } },
    run: (ctx, { params: { requestId, item: name }, body }) => {
      const item = CHECKLIST_ITEMS.find((known) => known === name);
      if (!item) throw new NotFound("row of the checklist");
      return answerChecklist(ctx, { ...body, requestId, item });
    },
  }),
];

import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { request, requestMessage } from "#app/domain/requests/request-tables.server.ts";

type Message = {
  kind: "question" | "answer";
  body: string;
  state: "waiting_for_requester" | "pending_approval";
};

/** Adds the actor's question or answer to a locked request and moves the request on. Returns the message's id. */
export async function addMessage(
  tx: Transaction,
  ctx: MemberCtx,
  requestId: string,
  { kind, body, state }: Message,
): Promise<string> {
  const id = uuidv7();
  const authorId = ctx.actor.memberId;
  await tx
    .insert(requestMessage)
    .values({ orgId: ctx.orgId, id, requestId, authorId, kind, body, at: ctx.now });
  await tx
    .update(request)
    .set({ state })
    .where(and(inOrg(ctx, request), eq(request.id, requestId)));
  return id;
}

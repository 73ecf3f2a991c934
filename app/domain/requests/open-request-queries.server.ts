import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { Conflict, Forbidden, NotFound } from "#app/domain/errors.ts";
import { agent, member } from "#app/domain/identity/organization-tables.server.ts";
import { getActingDecider, getDecidedRequest } from "#app/domain/requests/decider-queries.server.ts";
import { type Decider, mayDecide } from "#app/domain/requests/decider-rules.ts";
import { ago, isFinal, maySucceed } from "#app/domain/requests/request-rules.ts";
import { decision, request } from "#app/domain/requests/request-tables.server.ts";
import type { CancelReason, RequestState } from "#app/domain/requests/request-words.ts";

export type RequestRow = typeof request.$inferSelect;

/** A request, locked until the verb's transaction ends. Throws NotFound. */
export async function getRequestForChange(tx: Transaction, ctx: Ctx, id: string): Promise<RequestRow> {
  const [row] = await tx
    .select()
    .from(request)
    .where(and(inOrg(ctx, request), eq(request.id, id)))
    .for("update");
  if (!row) throw new NotFound("request");
  return row;
}

/** The actor as somebody who may decide it now. Throws Forbidden with the reason in plain text. */
export async function requireDecider(tx: Transaction, ctx: MemberCtx, row: RequestRow): Promise<Decider> {
  const decider = await getActingDecider(tx, ctx);
  const answer = mayDecide(decider, await getDecidedRequest(tx, ctx, row));
  if (!answer.allowed) throw new Forbidden(`${answer.because} Nothing was changed.`);
  return decider;
}

const CANCELLED: Record<CancelReason, string> = {
  agent_retired: "The agent this was for was retired, so this request was closed.",
  requester_left: "Whoever asked left the organization, so this request was closed.",
  drift_settled: "What changed was approved or is gone meanwhile, so this request was closed.",
};

/** Throws Conflict, saying what happened meanwhile and by whom, unless the request can become `to` now. */
export async function requireStep(
  tx: Transaction,
  ctx: MemberCtx,
  row: RequestRow,
  to: RequestState,
): Promise<void> {
  if (!isFinal(row.state) && ctx.now >= row.expiresAt) {
    throw new Conflict(
      `This request expired ${ago(row.expiresAt, ctx.now)}, undecided. Your choice was not saved.`,
    );
  }
  if (maySucceed(row.state, to)) return;
  if (row.state === "approved" || row.state === "denied") {
    const [decided] = await tx
      .select({ at: decision.decidedAt, by: decision.decidedBy, name: member.name })
      .from(decision)
      .innerJoin(member, and(eq(member.orgId, decision.orgId), eq(member.id, decision.decidedBy)))
      .where(and(inOrg(ctx, decision), eq(decision.requestId, row.id)));
    const who = decided?.by === ctx.actor.memberId ? "You" : (decided?.name ?? "Somebody");
    const when = ago(decided?.at ?? ctx.now, ctx.now);
    throw new Conflict(`${who} ${row.state} this ${when}. Your choice was not saved.`);
  }
  const cancelled = row.cancelReason ? CANCELLED[row.cancelReason] : CANCELLED.requester_left;
  const sentence: Partial<Record<RequestState, string>> = {
    withdrawn: "The requester withdrew this.",
    expired: "This request expired undecided.",
    cancelled,
    waiting_for_requester: "This waits for the requester's answer.",
    pending_approval: "No question is open on this request.",
  };
  throw new Conflict(
    `${sentence[row.state] ?? "This request is in another state."} Your choice was not saved.`,
  );
}

/** Throws Conflict when the person or agent it is for has left meanwhile, or the agent is somebody else's by now. */
export async function requireActiveGrantee(tx: Transaction, ctx: MemberCtx, row: RequestRow): Promise<void> {
  if (row.agentId) await requireSameAgent(tx, ctx, { ...row, agentId: row.agentId });
  if (!row.memberId) return;
  const [active] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, row.memberId), isNull(member.removedAt)));
  if (active) return;
  throw new Conflict("The person this is for has left the organization. Deny it. Your choice was not saved.");
}

async function requireSameAgent(
  tx: Transaction,
  ctx: MemberCtx,
  row: RequestRow & { agentId: string },
): Promise<void> {
  const [found] = await tx
    .select({
      ownerId: agent.ownerId,
      environment: agent.environment,
      retiredAt: agent.retiredAt,
      ownerName: member.name,
      ownerRemovedAt: member.removedAt,
    })
    .from(agent)
    .innerJoin(member, and(eq(member.orgId, agent.orgId), eq(member.id, agent.ownerId)))
    .where(and(inOrg(ctx, agent), eq(agent.id, row.agentId)))
    .for("share", { of: agent });
  if (!found) throw new NotFound("agent");
  const refuse = (text: string): never => {
    throw new Conflict(`${text} Deny it. Your choice was not saved.`);
  };
  if (found.retiredAt) refuse("The agent this is for was retired.");
  if (found.ownerRemovedAt) refuse("Nobody answers for this agent any more: its owner has left.");
  if (found.environment !== row.environment) refuse("The agent does not run in this environment.");
  if (found.environment === "production" && found.ownerId !== row.requesterId) {
    refuse(`${found.ownerName} answers for this production agent by now and has to ask.`);
  }
}

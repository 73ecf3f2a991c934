import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { requireAskedFor } from "#app/domain/requests/asked-for-queries.server.ts";
import type { EligibleDecider } from "#app/domain/requests/decider-queries.server.ts";
import {
  findAskedServer,
  findDeciders,
  findOwnRequest,
  refuseUnknownTools,
} from "#app/domain/requests/draft-queries.server.ts";
import type { CreateRequestInput } from "#app/domain/requests/request-inputs.ts";
import { expiryOf, problemOfEnd } from "#app/domain/requests/request-rules.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";
import type { RequestState } from "#app/domain/requests/request-words.ts";

export type CreatedRequest = {
  id: string;
  serverId: string;
  state: RequestState;
  deciders: EligibleDecider[];
};

/**
 * Asks that the actor, a team or an agent may use a server. The same id by the same person again is the same request.
 * Throws Invalid for terms nobody may grant and when nobody could decide it, NotFound for ids of another organization.
 */
export function createRequest(ctx: MemberCtx, input: CreateRequestInput): Promise<CreatedRequest> {
  permit(ctx, "request.create");
  return inTransaction(ctx, async (tx) => {
    const teamId = input.teamId ?? null;
    const agentId = input.agentId ?? null;
    await requireAskedFor(tx, ctx, input);
    const { deciders, deadEnd } = await findDeciders(tx, ctx, { teamId, agentId });
    const known = await findOwnRequest(tx, ctx, input.id);
    if (known) return { ...known, deciders };
    const found = await findAskedServer(tx, ctx, input);
    if (deadEnd) throw new Invalid(`The request was not sent. ${deadEnd} Your text is kept.`);
    const problem = problemOfEnd(input.endsAt, ctx.now);
    if (problem) {
      throw new Invalid(`The request was not sent: ${lower(problem)} Your text is kept.`, {
        endsAt: [problem],
      });
    }
    const serverId = found ?? (await placeServer(tx, ctx, input.identity ?? ""));
    await refuseUnknownTools(tx, ctx, serverId, input.tools);
    const row = {
      orgId: ctx.orgId,
      id: input.id,
      serverId,
      installationId: input.installationId ?? null,
      requesterId: ctx.actor.memberId,
      memberId: teamId || agentId ? null : ctx.actor.memberId,
      teamId,
      agentId,
      environment: input.environment,
      tools: input.tools,
      release: input.release ?? null,
      reason: input.reason,
      client: input.client ?? null,
      endsAt: input.endsAt,
      state: "pending_approval" as const,
      submittedAt: ctx.now,
      expiresAt: expiryOf(ctx.now),
    };
    const [made] = await tx.insert(request).values(row).onConflictDoNothing().returning({ id: request.id });
    if (!made) {
      const twin = await findOwnRequest(tx, ctx, input.id);
      if (twin) return { ...twin, deciders };
    }
    await recordAudit(tx, ctx, {
      verb: "request.create",
      target: { kind: "request", id: row.id },
      touched: [{ kind: "server", id: serverId }],
      after: {
        serverId,
        memberId: row.memberId,
        teamId,
        agentId,
        environment: row.environment,
        tools: row.tools,
        release: row.release,
        endsAt: row.endsAt.toISOString(),
      },
    });
    return { id: row.id, serverId, state: row.state, deciders };
  });
}

async function placeServer(tx: Transaction, ctx: MemberCtx, identity: string): Promise<string> {
  const id = (await ensureServers(tx, ctx, [identity])).get(identity);
  if (!id) throw new Error("A server that was just placed in the catalog is not there.");
  return id;
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

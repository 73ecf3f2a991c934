import { and, asc, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { moveAgent } from "#app/domain/identity/move-agent.server.ts";
import { agent, member } from "#app/domain/identity/organization-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

type HandOver = { fromMemberId: string; toMemberId: string | null; batchId?: string };

/**
 * Hands every agent of somebody who leaves to another member at once: one event each, in one batch; offers of agents to
 * the leaver end. Where that member cannot answer for an agent (none, removed, an auditor), the agents stay without an
 * owner: their calls are refused, and security sees them. Done already: no change, no event.
 */
export function handOverAgents(ctx: Ctx, input: HandOver): Promise<{ agentIds: string[] }> {
  permit(ctx, "agent.manage_all");
  return inTransaction(ctx, async (tx) => {
    const { fromMemberId, batchId = uuidv7() } = input;
    await tx
      .update(agent)
      .set({ offeredTo: null, offeredAt: null })
      .where(and(inOrg(ctx, agent), eq(agent.offeredTo, fromMemberId)));
    const to = await findOwnerToBe(tx, ctx, input.toMemberId);
    if (!to || to === fromMemberId) return { agentIds: [] };
    const rows = await tx
      .select({ id: agent.id })
      .from(agent)
      .where(and(inOrg(ctx, agent), eq(agent.ownerId, fromMemberId), isNull(agent.retiredAt)))
      .orderBy(asc(agent.id))
      .for("update");
    for (const { id } of rows) {
      const keys = await moveAgent(tx, ctx, id, to);
      await recordAudit(tx, ctx, {
        verb: "agent.hand_over",
        target: { kind: "agent", id },
        touched: [{ kind: "member", id: fromMemberId }, { kind: "member", id: to }, ...keys],
        before: { ownerId: fromMemberId },
        after: { ownerId: to },
        batchId,
      });
    }
    return { agentIds: rows.map(({ id }) => id) };
  });
}

async function findOwnerToBe(tx: Transaction, ctx: Ctx, memberId: string | null): Promise<string | null> {
  if (!memberId) return null;
  const [found] = await tx
    .select({ id: member.id, role: member.role })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, memberId), isNull(member.removedAt)));
  return found && can({ role: found.role, scopes: null }, "agent.manage_own") ? found.id : null;
}

import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { mayManageAgent } from "#app/domain/identity/agent-rules.ts";
import { loadActiveMember } from "#app/domain/identity/load-active-member.server.ts";
import { agent, member } from "#app/domain/identity/organization-tables.server.ts";
import { visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { can } from "#app/domain/permissions.ts";

export type LockedAgent = typeof agent.$inferSelect & {
  owner: { memberId: string; accountId: string; name: string; removedAt: Date | null };
};

/** An agent the actor may see, locked until the verb's transaction ends. Throws NotFound, Conflict when it is retired. */
export async function loadLiveAgent(tx: Transaction, ctx: Ctx, agentId: string): Promise<LockedAgent> {
  const [found] = await tx
    .select({
      agent,
      owner: {
        memberId: member.id,
        accountId: member.accountId,
        name: member.name,
        removedAt: member.removedAt,
      },
    })
    .from(agent)
    .innerJoin(member, and(eq(member.orgId, agent.orgId), eq(member.id, agent.ownerId)))
    .where(and(inOrg(ctx, agent), eq(agent.id, agentId), visibleAgents(ctx, sql`agent`)))
    .for("update", { of: agent });
  if (!found) throw new NotFound("agent");
  if (found.agent.retiredAt) throw new Conflict("This agent was retired. Nothing was changed.");
  return { ...found.agent, owner: found.owner };
}

/** The same, for its owner and those who manage all agents. Throws Forbidden for everybody else. */
export async function loadAgentToManage(tx: Transaction, ctx: Ctx, agentId: string): Promise<LockedAgent> {
  const found = await loadLiveAgent(tx, ctx, agentId);
  if (ctx.actor.kind === "member" && !mayManageAgent(ctx.actor, found.owner)) {
    throw new Forbidden(
      `Only ${found.owner.name}, who answers for this agent, security, an admin or an owner can do that. Nothing was changed.`,
    );
  }
  return found;
}

/** An active member who can answer for an agent. Throws NotFound, Invalid for a role that only reads. */
export async function loadOwnerToBe(tx: Transaction, ctx: Ctx, memberId: string) {
  const found = await loadActiveMember(tx, ctx, memberId);
  if (can({ role: found.role, scopes: null }, "agent.manage_own")) return found;
  throw new Invalid(
    `${found.name} is an auditor and cannot answer for an agent. Nothing was changed. Choose somebody else.`,
    { toMemberId: ["Choose somebody who is no auditor."] },
  );
}

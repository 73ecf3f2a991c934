import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { type GrantState, grantState, isOpen } from "#app/domain/grants/grant-rules.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { agent, member, teamMember } from "#app/domain/identity/organization-tables.server.ts";

export type LockedGrant = typeof accessGrant.$inferSelect & {
  state: GrantState;
  /** of the member it is for, or who answers for its agent; null for a team's */
  holderAccountId: string | null;
  /** leads of the team it is for */
  leadIds: string[];
};

/** A grant, locked until the verb's transaction ends. Throws NotFound. */
export async function getGrantForChange(tx: Transaction, ctx: Ctx, id: string): Promise<LockedGrant> {
  const [row] = await tx
    .select()
    .from(accessGrant)
    .where(and(inOrg(ctx, accessGrant), eq(accessGrant.id, id)))
    .for("update");
  if (!row) throw new NotFound("grant");
  const [owner] = row.agentId
    ? await tx
        .select({ memberId: agent.ownerId, retiredAt: agent.retiredAt })
        .from(agent)
        .where(and(inOrg(ctx, agent), eq(agent.id, row.agentId)))
    : [];
  const holderId = row.memberId ?? owner?.memberId;
  const [holder] = holderId
    ? await tx
        .select({ accountId: member.accountId, removedAt: member.removedAt })
        .from(member)
        .where(and(inOrg(ctx, member), eq(member.id, holderId)))
    : [];
  const leads = row.teamId
    ? await tx
        .select({ id: teamMember.memberId })
        .from(teamMember)
        .innerJoin(member, and(eq(member.orgId, teamMember.orgId), eq(member.id, teamMember.memberId)))
        .where(
          and(
            inOrg(ctx, teamMember),
            eq(teamMember.teamId, row.teamId),
            eq(teamMember.isLead, true),
            isNull(member.removedAt),
          ),
        )
    : [];
  return {
    ...row,
    // an agent whose owner left is not gone: somebody takes it over
    state: grantState({ ...row, holderGoneAt: owner ? owner.retiredAt : holder?.removedAt }, ctx.now),
    holderAccountId: holder?.accountId ?? null,
    leadIds: leads.map((lead) => lead.id),
  };
}

/** Throws Conflict, saying what it is instead, unless the grant still counts. */
export function requireOpen(grant: LockedGrant): void {
  if (isOpen(grant.state)) return;
  const was = grant.state === "revoked" ? "was revoked" : "has ended";
  throw new Conflict(`This grant ${was} already. Nothing was changed.`);
}

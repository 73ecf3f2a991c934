import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

type HandOver = { teamId: string; fallbackId: string | null; batchId: string };

/**
 * What becomes of a team whose lead left: another lead goes on; else the fallback leads it when they are in it; else
 * it is marked to have lost its lead, until somebody makes another. Done already, or the team is gone: no change, no event.
 */
export function handOverTeam(ctx: Ctx, input: HandOver): Promise<{ led: boolean }> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, team), eq(team.id, input.teamId));
    const [found] = await tx.select().from(team).where(its).for("update");
    if (!found || found.lostLeadAt) return { led: false };
    const people = await tx
      .select({ id: member.id, isLead: teamMember.isLead })
      .from(teamMember)
      .innerJoin(
        member,
        and(inOrg(ctx, member), eq(member.id, teamMember.memberId), isNull(member.removedAt)),
      )
      .where(and(inOrg(ctx, teamMember), eq(teamMember.teamId, found.id)));
    if (people.some((one) => one.isLead)) return { led: true };
    const fallback = people.find((one) => one.id === input.fallbackId);
    if (fallback) {
      const place = and(eq(teamMember.teamId, found.id), eq(teamMember.memberId, fallback.id));
      await tx
        .update(teamMember)
        .set({ isLead: true })
        .where(and(inOrg(ctx, teamMember), place));
    } else {
      await tx.update(team).set({ lostLeadAt: ctx.now }).where(its);
    }
    await recordAudit(tx, ctx, {
      verb: "team.hand_over",
      target: { kind: "team", id: found.id },
      touched: fallback ? [{ kind: "member", id: fallback.id }] : [],
      after: fallback ? { isLead: true } : { lostLead: true },
      batchId: input.batchId,
    });
    return { led: fallback !== undefined };
  });
}

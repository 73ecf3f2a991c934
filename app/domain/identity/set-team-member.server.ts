import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamAndMember } from "#app/domain/identity/load-team-and-member.server.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { SetTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

type TeamPlace = { teamId: string; memberId: string; isLead: boolean };

/** Puts a member in a team, or makes them its lead or no longer. As it stands already: no change and no event. */
export function setTeamMember(ctx: Ctx, input: SetTeamMemberInput): Promise<TeamPlace> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const { team: found, member, present } = await loadTeamAndMember(tx, ctx, input);
    if (found.archivedAt) throw new Conflict(`${found.name} is archived. Nobody was put in it.`);
    const place = { teamId: found.id, memberId: member.id, isLead: input.isLead };
    if (present?.isLead === input.isLead) return place;
    await tx
      .insert(teamMember)
      .values({ ...place, orgId: ctx.orgId, addedAt: ctx.now })
      .onConflictDoUpdate({
        target: [teamMember.orgId, teamMember.teamId, teamMember.memberId],
        set: { isLead: input.isLead },
      });
    if (input.isLead) {
      const its = and(inOrg(ctx, team), eq(team.id, place.teamId));
      await tx.update(team).set({ lostLeadAt: null }).where(its);
    }
    await recordAudit(tx, ctx, {
      verb: "team.set_member",
      target: { kind: "team", id: found.id },
      touched: [{ kind: "member", id: member.id }],
      before: { isMember: present !== null, isLead: present?.isLead ?? false },
      after: { isMember: true, isLead: input.isLead },
    });
    return place;
  });
}

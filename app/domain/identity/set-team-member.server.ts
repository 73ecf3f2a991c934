import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { loadTeamAndMember } from "#app/domain/identity/load-team-and-member.server.ts";
import { teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { SetTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

type TeamPlace = { teamId: string; memberId: string; isLead: boolean };

/** Puts a member in a team, or makes them its lead or no longer. As it stands already: no change and no event. */
export function setTeamMember(ctx: Ctx, input: SetTeamMemberInput): Promise<TeamPlace> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const { team, member, present } = await loadTeamAndMember(tx, ctx, input);
    if (team.archivedAt) throw new Conflict(`${team.name} is archived. Nobody was put in it.`);
    const place = { teamId: team.id, memberId: member.id, isLead: input.isLead };
    if (present?.isLead === input.isLead) return place;
    await tx
      .insert(teamMember)
      .values({ ...place, orgId: ctx.orgId, addedAt: ctx.now })
      .onConflictDoUpdate({
        target: [teamMember.orgId, teamMember.teamId, teamMember.memberId],
        set: { isLead: input.isLead },
      });
    await recordAudit(tx, ctx, {
      verb: "team.set_member",
      target: { kind: "team", id: team.id },
      touched: [{ kind: "member", id: member.id }],
      before: { isMember: present !== null, isLead: present?.isLead ?? false },
      after: { isMember: true, isLead: input.isLead },
    });
    return place;
  });
}

import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { loadTeamAndMember, placeOf } from "#app/domain/identity/load-team-and-member.server.ts";
import { teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { RemoveTeamMemberInput } from "#app/domain/identity/team-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/** Takes a member out of a team; the team's grants stop for them with it. Throws NotFound when they are not in it. */
export function removeTeamMember(ctx: Ctx, input: RemoveTeamMemberInput): Promise<RemoveTeamMemberInput> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, async (tx) => {
    const { team, member, present } = await loadTeamAndMember(tx, ctx, input);
    if (!present) throw new NotFound("member of that team");
    await tx.delete(teamMember).where(placeOf(ctx, input));
    await recordAudit(tx, ctx, {
      verb: "team.remove_member",
      target: { kind: "team", id: team.id },
      touched: [{ kind: "member", id: member.id }],
      before: { isMember: true, isLead: present.isLead },
      after: { isMember: false, isLead: false },
    });
    return { teamId: team.id, memberId: member.id };
  });
}

import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { apiKey, invitation, member, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { placeFallback } from "#app/domain/identity/place-fallback.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";

type Leaver = { id: string; role: Role };
type Ending = { verb: "member.remove" | "member.leave"; fallbackId?: string | undefined };

/**
 * Ends a membership now, inside a verb's transaction. Sessions, keys, devices and grants of the member stop with the
 * row, whose end every lookup reads; API keys are revoked and pending invitations withdrawn besides, since somebody
 * else would still hold them. What stays open is handed over by a job, under one batch id.
 */
export async function endMembership(tx: Transaction, ctx: Ctx, leaver: Leaver, ending: Ending) {
  const { id } = leaver;
  const fallbackId = await placeFallback(tx, ctx, { leaverId: id, fallbackId: ending.fallbackId });
  await tx
    .update(member)
    .set({ removedAt: ctx.now })
    .where(and(inOrg(ctx, member), eq(member.id, id)));
  const keys = await tx
    .update(apiKey)
    .set({ revokedAt: ctx.now })
    .where(and(inOrg(ctx, apiKey), eq(apiKey.memberId, id), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  const invitations = await tx
    .update(invitation)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        inOrg(ctx, invitation),
        eq(invitation.invitedBy, id),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    )
    .returning({ id: invitation.id });
  const teams = await tx
    .delete(teamMember)
    .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, id)))
    .returning({ id: teamMember.teamId, isLead: teamMember.isLead });
  await tx
    .delete(searchTerm)
    .where(and(inOrg(ctx, searchTerm), eq(searchTerm.kind, "member"), eq(searchTerm.subjectId, id)));
  const batchId = uuidv7();
  await recordAudit(tx, ctx, {
    verb: ending.verb,
    target: { kind: "member", id },
    touched: [
      ...keys.map((key) => ({ kind: "api_key", id: key.id })),
      ...invitations.map((one) => ({ kind: "invitation", id: one.id })),
      ...teams.map((one) => ({ kind: "team", id: one.id })),
      ...(fallbackId ? [{ kind: "member", id: fallbackId }] : []),
    ],
    before: { role: leaver.role, removed: false },
    after: { removed: true, fallbackId },
    batchId,
  });
  const ledTeamIds = teams.filter((one) => one.isLead).map((one) => one.id);
  await enqueue(tx, "member_left", { orgId: ctx.orgId, memberId: id, fallbackId, ledTeamIds, batchId });
  return { memberId: id, fallbackId };
}

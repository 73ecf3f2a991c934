import { and, eq } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Conflict, Forbidden, NotFound } from "#app/domain/errors.ts";
import type { MadeInvitation } from "#app/domain/identity/create-invitation.server.ts";
import type { RenewInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { INVITATION_DAYS, invitationState, whyNotRenew } from "#app/domain/identity/invitation-rules.ts";
import { invitation } from "#app/domain/identity/organization-tables.server.ts";
import { refuseMember } from "#app/domain/identity/refuse-invitation.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Sends an invitation again, for another 7 days, by whoever asks now: a new link and a new mail; the earlier ones are
 * dead at once. Throws Conflict when it was accepted or withdrawn, mailed a moment ago or too often, or the address was
 * invited anew or is a member meanwhile; Forbidden for a role above one's own.
 */
export function renewInvitation(ctx: Ctx, input: RenewInvitationInput): Promise<MadeInvitation> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, invitation), eq(invitation.id, input.invitationId));
    const [seen] = await tx.select({ email: invitation.email }).from(invitation).where(its);
    if (!seen) throw new NotFound("invitation");
    await takeTurn(tx, ctx, seen.email);
    const ofAddress = and(inOrg(ctx, invitation), eq(invitation.email, seen.email));
    const all = await tx.select().from(invitation).where(ofAddress).for("update");
    const row = all.find(({ id }) => id === input.invitationId);
    if (!row) throw new NotFound("invitation");
    if (!mayAssignRole(capability(ctx.actor).role, row.role)) {
      throw new Forbidden(`Only an owner can invite somebody as ${row.role}. Nothing was changed.`);
    }
    const isOther = ({ id }: { id: string }) => id !== row.id;
    const invitedAnew = all.some((one) => isOther(one) && invitationState(one, ctx.now) === "pending");
    const why = whyNotRenew({ ...row, invitedAnew }, ctx.now);
    if (why) throw new Conflict(`${why} Nothing was changed.`);
    await refuseMember(tx, ctx, row.email);
    const { secret: token, hash: tokenHash } = makeSecret("inv_");
    const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000);
    const invitedBy = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    const dead = { mailTokenHash: null, mailWhy: null };
    const mail = { ...dead, mail: "waiting" as const, mailAt: ctx.now, mails: row.mails + 1 };
    await tx
      .update(invitation)
      .set({ tokenHash, expiresAt, invitedBy, ...(invitedBy ? mail : dead) })
      .where(its);
    await recordAudit(tx, ctx, {
      verb: "invitation.renew",
      target: { kind: "invitation", id: row.id },
      before: { expiresAt: row.expiresAt.toISOString() },
      after: { expiresAt: expiresAt.toISOString() },
    });
    if (invitedBy) await enqueue(tx, "mail_invitation", { orgId: ctx.orgId, invitationId: row.id });
    return { id: row.id, email: row.email, token, expiresAt };
  });
}

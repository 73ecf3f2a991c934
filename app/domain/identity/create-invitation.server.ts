import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { INVITATION_DAYS, invitationState } from "#app/domain/identity/invitation-rules.ts";
import { invitation } from "#app/domain/identity/organization-tables.server.ts";
import {
  refuseForeignTeams,
  refuseHigherRole,
  refuseMember,
} from "#app/domain/identity/refuse-invitation.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { isFormSentTwice } from "#app/domain/identity/sent-twice-rules.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** `token` opens `/invitations/<token>` and is never readable again. */
export type MadeInvitation = { id: string; email: string; token: string; expiresAt: Date };

type OfMany = { batchId?: string; mailAfterSeconds?: number };

/**
 * Invites an address for 7 days; a job mails it a link of its own, unless the operator invites. Throws NotFound for a
 * team of another organization, Forbidden for a role above the inviter's, Conflict when the address is a member or was
 * invited and may still accept.
 */
export function createInvitation(ctx: Ctx, input: CreateInvitationInput): Promise<MadeInvitation> {
  return createOneInvitationOfMany(ctx, input, {});
}

/** The same for one of many: what joins their events, and how long its mail is put off. */
export function createOneInvitationOfMany(
  ctx: Ctx,
  input: CreateInvitationInput,
  { batchId, mailAfterSeconds = 0 }: OfMany,
): Promise<MadeInvitation> {
  permit(ctx, "member.invite");
  refuseHigherRole(ctx, input.role);
  return inTransaction(ctx, async (tx) => {
    const teamIds = [...new Set(input.teamIds)];
    await refuseForeignTeams(tx, ctx, teamIds);
    await takeTurn(tx, ctx, input.email);
    await refuseMember(tx, ctx, input.email);
    const { secret: token, hash: tokenHash } = makeSecret("inv_");
    const invitedBy = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000);
    const { email, name, role } = input;
    const row = { id: input.id ?? uuidv7(), email, name, role, teamIds, tokenHash, invitedBy, expiresAt };
    if (await renewSentTwice(tx, ctx, row)) return { id: row.id, email, token, expiresAt };
    const mail = invitedBy ? ({ mail: "waiting", mailAt: ctx.now, mails: 1 } as const) : {};
    await tx.insert(invitation).values({ ...row, ...mail, orgId: ctx.orgId, createdAt: ctx.now });
    await recordAudit(tx, ctx, {
      verb: "invitation.create",
      target: { kind: "invitation", id: row.id },
      touched: teamIds.map((id) => ({ kind: "team", id })),
      after: { role, expiresAt: expiresAt.toISOString() },
      ...(batchId ? { batchId } : {}),
    });
    const job = { orgId: ctx.orgId, invitationId: row.id };
    if (invitedBy) await enqueue(tx, "mail_invitation", job, { afterSeconds: mailAfterSeconds });
    return { id: row.id, email, token, expiresAt };
  });
}

type Wanted = {
  id: string;
  email: string;
  role: Role;
  teamIds: string[];
  tokenHash: string;
  invitedBy: string | null;
};

/** A browser shows only the answer to the last send, so the link of that answer is the one that works. */
async function renewSentTwice(tx: Transaction, ctx: Ctx, wanted: Wanted): Promise<boolean> {
  const invited = await tx
    .select()
    .from(invitation)
    .where(and(inOrg(ctx, invitation), eq(invitation.email, wanted.email)))
    .for("update");
  const open = invited.find((row) => invitationState(row, ctx.now) === "pending");
  if (!open) return false;
  const made = { ...open, author: open.invitedBy };
  const isSame = open.role === wanted.role && open.teamIds.join() === wanted.teamIds.join();
  if (!isSame || !isFormSentTwice(made, { id: wanted.id, author: wanted.invitedBy }, ctx.now)) {
    throw new Conflict(`${wanted.email} was invited already. Send that invitation again, or withdraw it.`);
  }
  await tx
    .update(invitation)
    .set({ tokenHash: wanted.tokenHash })
    .where(and(inOrg(ctx, invitation), eq(invitation.id, open.id)));
  return true;
}

import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { account, session } from "#app/domain/identity/account-tables.server.ts";
import { forgetSecondFactors } from "#app/domain/identity/forget-second-factors.server.ts";
import { INVITATION_DAYS } from "#app/domain/identity/invitation-rules.ts";
import { invitation, member } from "#app/domain/identity/organization-tables.server.ts";
import { asAccount } from "#app/domain/identity/place-account.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { permit } from "#app/domain/permit.ts";

/** `token` opens `/invitations/<token>`, where the person sets a password; never readable again. */
export type SignInLink = { email: string; token: string; expiresAt: Date };

/**
 * Forgets a member's password, and with `forgetSecondFactors` what they lost besides, ends their sessions everywhere and makes a link for a new password; earlier links of
 * this kind stop working. For the operator only: a member who could do this to an account would own it in every other
 * organization it belongs to. Throws NotFound.
 */
export function resetSignIn(
  ctx: Ctx,
  input: { memberId: string; forgetSecondFactors?: boolean },
): Promise<SignInLink> {
  permit(ctx, "member.manage");
  if (ctx.actor.kind !== "operator") {
    throw new Forbidden("Only the operator of this installation can reset a sign-in.");
  }
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select()
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.id, input.memberId), isNull(member.removedAt)));
    if (!found) throw new NotFound("member");
    await asAccount(tx, found.accountId, async () => {
      await forgetPassword(tx, ctx, found.accountId);
      if (input.forgetSecondFactors) await forgetSecondFactors(tx, ctx, found.accountId);
    });
    await endEarlierLinks(tx, ctx, found.email);
    const { secret: token, hash: tokenHash } = makeSecret("inv_");
    const id = uuidv7();
    const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000);
    const { email, name, role } = found;
    const dates = { createdAt: ctx.now, expiresAt };
    await tx
      .insert(invitation)
      .values({ orgId: ctx.orgId, id, email, name, role, teamIds: [], tokenHash, ...dates });
    await recordAudit(tx, ctx, {
      verb: "member.reset_sign_in",
      target: { kind: "member", id: found.id },
      touched: [{ kind: "invitation", id }],
      after: { expiresAt: expiresAt.toISOString() },
    });
    return { email, token, expiresAt };
  });
}

async function forgetPassword(tx: Transaction, ctx: Ctx, accountId: string): Promise<void> {
  await tx.update(account).set({ passwordHash: null }).where(eq(account.id, accountId));
  await tx.delete(session).where(eq(session.accountId, accountId));
  await recordAccountEvent(tx, ctx, { accountId, kind: "password.reset" });
}

async function endEarlierLinks(tx: Transaction, ctx: Ctx, email: string): Promise<void> {
  await tx
    .update(invitation)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        inOrg(ctx, invitation),
        eq(invitation.email, email),
        isNull(invitation.invitedBy),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    );
}

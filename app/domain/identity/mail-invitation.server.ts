import { and, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { invitationMail } from "#app/domain/identity/invitation-mail.ts";
import { invitationState, secondsUntilTurn } from "#app/domain/identity/invitation-rules.ts";
import { isInvitationMeant } from "#app/domain/identity/is-invitation-meant.server.ts";
import { noteMailOutcome } from "#app/domain/identity/note-mail-outcome.server.ts";
import { invitation, organization } from "#app/domain/identity/organization-tables.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import type { Deliver, Mail } from "#app/domain/mail.ts";
import { permit } from "#app/domain/permit.ts";

type Post = { deliver: Deliver; publicUrl: string };

/**
 * Mails an invitation that waits for it, with a link nobody but the mailbox gets. Its token is made here and only its
 * hash is stored, so a try that failed leaves a dead token and the next one makes another. An organization's mails
 * beyond the limit of a minute are put off, and so null is answered, as for one that needs no mail any more.
 * Throws what the connector throws when the receiving side may still take it later.
 */
export async function mailInvitation(ctx: Ctx, input: { invitationId: string }, post: Post) {
  permit(ctx, "member.invite");
  const made = await inTransaction(ctx, (tx) => prepare(tx, ctx, input.invitationId, post.publicUrl));
  if (!made) return null;
  const delivery = await post.deliver(made.mail);
  return inTransaction(ctx, async (tx) => {
    const why = delivery.outcome === "refused" ? delivery.why : null;
    const mailed = { mail: delivery.outcome, mailAt: ctx.now, mailWhy: why };
    // sent again meanwhile, it waits for the newer mail
    const isNewest = eq(invitation.mailTokenHash, made.mailTokenHash);
    await tx
      .update(invitation)
      .set(mailed)
      .where(and(its(ctx, input.invitationId), isNewest));
    await noteMailOutcome(tx, ctx, made.mail.to, delivery);
    await recordAudit(tx, ctx, {
      verb: "invitation.mail",
      target: { kind: "invitation", id: input.invitationId },
      // why is the other side's words, which often hold the address: they stay with the invitation
      after: { mail: delivery.outcome },
    });
    return { id: input.invitationId, mail: delivery.outcome };
  });
}

type Made = { mail: Mail; mailTokenHash: string };

async function prepare(tx: Transaction, ctx: Ctx, id: string, publicUrl: string): Promise<Made | null> {
  const [row] = await tx.select().from(invitation).where(its(ctx, id)).for("update");
  if (row?.mail !== "waiting" || invitationState(row, ctx.now) !== "pending") return null;
  if (!(await isInvitationMeant(tx, ctx, row))) return null;
  const afterSeconds = await putOff(tx, ctx, id);
  if (afterSeconds > 0) {
    await enqueue(tx, "mail_invitation", { orgId: ctx.orgId, invitationId: id }, { afterSeconds });
    return null;
  }
  const { secret: token, hash: mailTokenHash } = makeSecret("inv_");
  await tx.update(invitation).set({ mailTokenHash }).where(its(ctx, id));
  const [own] = await tx
    .select({ name: organization.name })
    .from(organization)
    .where(eq(organization.id, ctx.orgId));
  const link = `${publicUrl}/invitations/${token}`;
  return { mailTokenHash, mail: invitationMail({ ...row, organization: own?.name ?? "", link }) };
}

/** Seconds until its turn: none while the limit of this minute is not reached, else by its place among those that wait. */
async function putOff(tx: Transaction, ctx: Ctx, id: string): Promise<number> {
  const minuteAgo = new Date(ctx.now.getTime() - 60_000);
  const sent = and(gt(invitation.mailAt, minuteAgo), inArray(invitation.mail, ["accepted", "refused"]));
  const ahead = and(eq(invitation.mail, "waiting"), isNull(invitation.revokedAt), lte(invitation.id, id));
  const counts = await tx
    .select({
      sent: sql<number>`count(*) filter (where ${sent})::int`,
      ahead: sql<number>`count(*) filter (where ${ahead})::int`,
    })
    .from(invitation)
    .where(and(inOrg(ctx, invitation), isNull(invitation.acceptedAt)));
  return secondsUntilTurn(counts[0] ?? { sent: 0, ahead: 0 });
}

function its(ctx: Ctx, id: string) {
  return and(inOrg(ctx, invitation), eq(invitation.id, id));
}

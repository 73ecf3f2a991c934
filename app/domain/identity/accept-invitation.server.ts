import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx, MemberActor } from "#app/domain/context.ts";
import { Conflict, LinkWithoutUse } from "#app/domain/errors.ts";
import type { AcceptInvitationInput } from "#app/domain/identity/accept-invitation-inputs.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { findInvitation } from "#app/domain/identity/find-invitation.server.ts";
import { hashNewPassword } from "#app/domain/identity/hash-new-password.server.ts";
import { DEAD_LINK, invitationState } from "#app/domain/identity/invitation-rules.ts";
import { isInvitationMeant } from "#app/domain/identity/is-invitation-meant.server.ts";
import { invitation, member } from "#app/domain/identity/organization-tables.server.ts";
import { placeAcceptingPerson } from "#app/domain/identity/place-accepting-person.server.ts";

type Edge = { db: Database; now: Date; requestId: string; from: string | null };
type Accepting = AcceptInvitationInput & { token: string; signedInAs: string | null };

/**
 * Makes whoever holds the link a member, once. The link itself is the gate. Throws NotFound for an unknown link,
 * Conflict when it was used, withdrawn or has ended or its inviter may not invite so any more, Forbidden when the address's account must sign in first,
 * Invalid when name or password is missing.
 */
export async function acceptInvitation(edge: Edge, input: Accepting) {
  const opened = await findInvitation(edge, input.token);
  if (!opened) throw new LinkWithoutUse();
  const owner = { email: opened.email, name: input.name ?? opened.name };
  const passwordHash =
    input.password === undefined ? undefined : await hashNewPassword(input.password, owner);
  const ctx: Ctx = { ...edge, orgId: opened.orgId, actor: { kind: "system", job: "invitation" } };
  return inTransaction(ctx, async (tx) => {
    const here = and(inOrg(ctx, invitation), eq(invitation.id, opened.id));
    const [row] = await tx.select().from(invitation).where(here).for("update");
    if (!row) throw new LinkWithoutUse();
    const state = invitationState(row, ctx.now);
    if (state !== "pending") throw new Conflict(DEAD_LINK[state]);
    if (!(await isInvitationMeant(tx, ctx, row))) throw new Conflict(DEAD_LINK.revoked);
    const person = await placeAcceptingPerson(tx, edge, row, {
      ...input,
      passwordHash,
      byMail: opened.byMail,
    });
    const { email, role, teamIds } = row;
    const present = await memberAlready(tx, ctx, person.accountId, row.invitedBy === null);
    const memberId = present ?? (await addMember(tx, ctx, { ...person, email, role, teamIds })).memberId;
    await tx.update(invitation).set({ acceptedAt: ctx.now, acceptedBy: memberId }).where(here);
    const actor: MemberActor = {
      kind: "member",
      memberId,
      ...person,
      role,
      via: "session",
      provedAt: null,
      scopes: null,
    };
    await recordAudit(
      tx,
      { ...ctx, actor },
      {
        verb: "invitation.accept",
        target: { kind: "invitation", id: row.id },
        touched: [{ kind: "member", id: memberId }, ...teamIds.map((id) => ({ kind: "team", id }))],
        after: { role },
      },
    );
    return { org: opened.org, accountId: person.accountId, memberId };
  });
}

/** An operator's link may be for somebody who is a member already and has no password yet. */
async function memberAlready(tx: Transaction, ctx: Ctx, accountId: string, byOperator: boolean) {
  if (!byOperator) return undefined;
  const [present] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.accountId, accountId), isNull(member.removedAt)));
  return present?.id;
}

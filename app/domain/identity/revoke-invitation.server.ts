import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Conflict, Forbidden, NotFound } from "#app/domain/errors.ts";
import type { RevokeInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { invitationState } from "#app/domain/identity/invitation-rules.ts";
import { invitation } from "#app/domain/identity/organization-tables.server.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** Makes the link of an invitation useless. Throws Conflict when it was accepted or withdrawn already. */
export function revokeInvitation(ctx: Ctx, input: RevokeInvitationInput): Promise<{ id: string }> {
  permit(ctx, "member.invite");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, invitation), eq(invitation.id, input.invitationId));
    const [row] = await tx.select().from(invitation).where(its).for("update");
    if (!row) throw new NotFound("invitation");
    if (!mayAssignRole(capability(ctx.actor).role, row.role)) {
      throw new Forbidden("Only an owner can withdraw the invitation of an owner. Nothing was changed.");
    }
    const state = invitationState(row, ctx.now);
    if (state === "accepted") {
      throw new Conflict("This invitation was accepted already. Remove the member instead.");
    }
    if (state === "revoked") throw new Conflict("This invitation was withdrawn already.");
    await tx.update(invitation).set({ revokedAt: ctx.now }).where(its);
    await recordAudit(tx, ctx, {
      verb: "invitation.revoke",
      target: { kind: "invitation", id: row.id },
      before: { state },
      after: { state: "revoked" },
    });
    return { id: row.id };
  });
}

import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { loadMemberToManage } from "#app/domain/identity/load-member-to-manage.server.ts";
import type { UnlinkOpenidInput } from "#app/domain/identity/openid-inputs.ts";
import { openidIdentity } from "#app/domain/identity/openid-tables.server.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Takes the link between a member and the person the provider knows away, as when an address was given to somebody else
 * there: sessions the link opened stop at once, and whoever the provider vouches for next under the member's address is
 * linked anew. Throws FreshProofNeeded, Forbidden when somebody who is no owner unlinks an owner, NotFound, Conflict
 * without a link.
 */
export function unlinkOpenid(ctx: Ctx, input: UnlinkOpenidInput): Promise<{ memberId: string }> {
  permit(ctx, "sign_in.manage");
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const { member: found, actor } = await loadMemberToManage(tx, ctx, input.memberId);
    if (!mayAssignRole(actor, found.role)) {
      throw new Forbidden("Only an owner can unlink an owner. Nothing was changed.");
    }
    const links = await tx
      .delete(openidIdentity)
      .where(and(inOrg(ctx, openidIdentity), eq(openidIdentity.accountId, found.accountId)))
      .returning({ id: openidIdentity.id });
    if (links.length === 0)
      throw new Conflict(`${found.name} is not linked to a provider. Nothing was changed.`);
    await recordAudit(tx, ctx, {
      verb: "member.unlink_openid",
      target: { kind: "member", id: found.id },
      touched: links.map(({ id }) => ({ kind: "openid_identity", id })),
    });
    return { memberId: found.id };
  });
}

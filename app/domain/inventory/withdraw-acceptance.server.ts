import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { WithdrawAcceptanceInput } from "#app/domain/inventory/acceptance-inputs.ts";
import { findingAcceptance } from "#app/domain/inventory/acceptance-tables.server.ts";
import { acceptedOn, applyAcceptances, subjectOf } from "#app/domain/inventory/apply-acceptances.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Ends an acceptance before its day: what it covered counts as open again, unless another one covers it. */
export function withdrawAcceptance(
  ctx: MemberCtx,
  input: WithdrawAcceptanceInput,
): Promise<{ acceptanceId: string; findings: number }> {
  permit(ctx, "finding.accept");
  return inTransaction(ctx, async (tx) => {
    const one = and(inOrg(ctx, findingAcceptance), eq(findingAcceptance.id, input.acceptanceId));
    const [found] = await tx.select().from(findingAcceptance).where(one).for("update");
    if (!found) throw new NotFound("acceptance");
    if (found.withdrawnAt) throw new Conflict("This acceptance was withdrawn already. Nothing was changed.");
    if (found.endsAt <= ctx.now)
      throw new Conflict("This acceptance has ended by itself. Nothing was changed.");
    await tx
      .update(findingAcceptance)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.memberId })
      .where(one);
    const findings = await applyAcceptances(tx, ctx, acceptedOn(found));
    await recordAudit(tx, ctx, {
      verb: "finding.withdraw_acceptance",
      target: { kind: "finding_acceptance", id: found.id },
      touched: [subjectOf(found)],
      after: { findings },
    });
    return { acceptanceId: found.id, findings };
  });
}

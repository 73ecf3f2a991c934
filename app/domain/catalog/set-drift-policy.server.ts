import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { kindsThatDiffer } from "#app/domain/catalog/drift/classify-drift.ts";
import type { DriftPolicyInput } from "#app/domain/catalog/drift-inputs.ts";
import { getPolicyInForce } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { driftPolicy } from "#app/domain/catalog/drift-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Sets what the organization makes of each kind of change. It holds for drift that is found from now on; what was classified
 * before stays until it is classified anew. As it stands already: no change and no event.
 */
export function setDriftPolicy(ctx: MemberCtx, input: DriftPolicyInput): Promise<DriftPolicyInput> {
  permit(ctx, "drift.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "drift policy");
    const before = await getPolicyInForce(tx, ctx);
    const changed = kindsThatDiffer(before, input);
    if (changed.length === 0) return input;
    const set = { classes: input, changedAt: ctx.now, changedBy: ctx.actor.memberId };
    await tx
      .insert(driftPolicy)
      .values({ orgId: ctx.orgId, ...set })
      .onConflictDoUpdate({ target: [driftPolicy.orgId], set });
    const only = (policy: DriftPolicyInput) =>
      Object.fromEntries(changed.map((kind) => [kind, policy[kind]]));
    await recordAudit(tx, ctx, {
      verb: "organization.set_drift_policy",
      target: { kind: "organization", id: ctx.orgId },
      before: { classes: only(before) },
      after: { classes: only(input) },
    });
    return input;
  });
}

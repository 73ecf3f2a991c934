import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { SetRetentionInput } from "#app/domain/keeping/retention-inputs.ts";
import { isShorter, whyNotKeep } from "#app/domain/keeping/retention-rules.ts";
import { retention } from "#app/domain/keeping/retention-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Sets how long something is kept. Shortening needs a fresh proof, since the sweep then forgets for good; a key can only
 * lengthen. As it stands already: no change and no event. Throws Invalid below the noun's floor.
 */
export function setRetention(ctx: Ctx, input: SetRetentionInput): Promise<SetRetentionInput> {
  permit(ctx, "organization.manage");
  const { noun, days } = input;
  const why = whyNotKeep(noun, days);
  if (why) throw new Invalid("Nothing was changed. What you typed is kept.", { days: [why] });
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `retention ${noun}`);
    const one = and(inOrg(ctx, retention), eq(retention.noun, noun));
    const [found] = await tx.select().from(retention).where(one).for("update");
    const before = found?.days ?? null;
    if (before === days) return input;
    if (isShorter(noun, before, days)) requireFreshProof(ctx);
    const changedBy = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
    const set = { days, changedAt: ctx.now, changedBy, appliedAt: null };
    await tx
      .insert(retention)
      .values({ orgId: ctx.orgId, noun, ...set })
      .onConflictDoUpdate({ target: [retention.orgId, retention.noun], set });
    await recordAudit(tx, ctx, {
      verb: "organization.set_retention",
      target: { kind: "organization", id: ctx.orgId },
      before: { noun, days: before },
      after: { noun, days },
    });
    return input;
  });
}

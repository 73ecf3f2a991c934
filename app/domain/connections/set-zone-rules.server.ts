import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { readZonePolicy } from "#app/domain/connections/connection-state.server.ts";
import { zonePolicy } from "#app/domain/connections/connection-tables.server.ts";
import type { SetZoneRulesInput } from "#app/domain/connections/zone-inputs.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Replaces the ordered rules that declare where servers run; the sweep then tells their zones anew. Throws Conflict when
 * somebody changed them since `version` was read. The same rules again: no change and no event.
 */
export function setZoneRules(ctx: MemberCtx, input: SetZoneRulesInput): Promise<{ version: number }> {
  permit(ctx, "zone.manage");
  const { rules } = input;
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "zone policy");
    const before = await readZonePolicy(tx, ctx);
    if (before.version !== input.version) {
      throw new Conflict(
        "The zone policy was changed meanwhile. Nothing was changed by this. Look at it again and repeat your change.",
      );
    }
    if (JSON.stringify(before.rules) === JSON.stringify(rules)) return { version: before.version };
    const version = before.version + 1;
    await tx.insert(zonePolicy).values({
      orgId: ctx.orgId,
      id: uuidv7(),
      version,
      rules,
      madeAt: ctx.now,
      madeBy: ctx.actor.memberId,
    });
    await recordAudit(tx, ctx, {
      verb: "zone_policy.set",
      target: { kind: "organization", id: ctx.orgId },
      before: { version: before.version, rules: before.rules.length },
      after: { version, rules: rules.length },
    });
    return { version };
  });
}

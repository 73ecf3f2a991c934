import { inTransaction } from "#app/db/transaction.server.ts";
import { readZonePolicy } from "#app/domain/connections/connection-state.server.ts";
import { setZoneRules } from "#app/domain/connections/set-zone-rules.server.ts";
import { withoutZoneRule, withZoneRule } from "#app/domain/connections/zone-edits.ts";
import {
  type EditZoneRuleInput,
  MOST_ZONE_RULES,
  type RemoveZoneRuleInput,
  type ZoneRule,
} from "#app/domain/connections/zone-inputs.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Adds or changes one rule of the zone policy. Throws as `setZoneRules`, and NotFound where there is no such rule. */
export function editZoneRule(ctx: MemberCtx, input: EditZoneRuleInput): Promise<{ version: number }> {
  return edit(ctx, input, (rules) => withZoneRule(rules, input));
}

/** Takes one rule out of the zone policy. Throws as `setZoneRules`, and NotFound where there is no such rule. */
export function removeZoneRule(ctx: MemberCtx, input: RemoveZoneRuleInput): Promise<{ version: number }> {
  return edit(ctx, input, (rules) => withoutZoneRule(rules, input.at));
}

function edit(
  ctx: MemberCtx,
  { at, version }: { at?: number | undefined; version: number },
  change: (rules: readonly ZoneRule[]) => ZoneRule[],
): Promise<{ version: number }> {
  permit(ctx, "zone.manage");
  return inTransaction(ctx, async (tx) => {
    const policy = await readZonePolicy(tx, ctx);
    if (policy.version === version && at !== undefined && at > policy.rules.length)
      throw new NotFound("rule of the zone policy");
    const rules = policy.version === version ? change(policy.rules) : policy.rules;
    if (rules.length > MOST_ZONE_RULES)
      throw new Conflict(`A zone policy has at most ${MOST_ZONE_RULES} rules. Nothing was changed.`);
    return setZoneRules({ ...ctx, tx }, { rules, version });
  });
}

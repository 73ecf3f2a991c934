import { inTransaction } from "#app/db/transaction.server.ts";
import { type ConnectionAnswer, connectionAnswers } from "#app/domain/connections/connection-answers.ts";
import { readConnectionState, readZonePolicy } from "#app/domain/connections/connection-state.server.ts";
import { zoneVerdict } from "#app/domain/connections/zone-verdict.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * How a server is reached, how it knows who asks, where its secret lives and in which zone it runs. Hosts that other people's
 * files name are told only to who sees the whole inventory. Throws NotFound.
 */
export function getConnection(ctx: Ctx, serverId: string) {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const state = await readConnectionState(tx, ctx, serverId);
    const policy = await readZonePolicy(tx, ctx);
    const verdict = zoneVerdict(state, policy.rules);
    const seesAll = can(capability(ctx.actor), "inventory.read_all");
    const answers: ConnectionAnswer[] = connectionAnswers(state, {
      ...verdict,
      reached: seesAll ? verdict.reached : [],
    });
    const { identity, askedAt, seen, failed } = state;
    return { identity, askedAt, seen, failed, zone: verdict.zone, rule: verdict.rule, answers };
  });
}

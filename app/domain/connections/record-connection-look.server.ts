import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { ConnectionFacts, type Observation } from "#app/domain/connections/connection-facts.ts";
import { connectionLook } from "#app/domain/connections/connection-tables.server.ts";
import { LOOKS_KEPT } from "#app/domain/connections/connection-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** Writes down what a look saw, once: a second answer to the same look is left aside. Old looks of the server go. */
export function recordConnectionLook(
  ctx: Ctx,
  input: { lookId: string; observation: Observation },
): Promise<{ isKept: boolean }> {
  permit(ctx, "connection.look");
  const { lookId, observation } = input;
  const seen =
    observation.outcome === "observed"
      ? { state: "observed" as const, facts: ConnectionFacts.parse(observation.facts) }
      : { state: "could_not_look" as const, why: observation.why };
  return inTransaction(ctx, async (tx) => {
    const [look] = await tx
      .update(connectionLook)
      .set({ ...seen, lookedAt: ctx.now })
      .where(
        and(inOrg(ctx, connectionLook), eq(connectionLook.id, lookId), eq(connectionLook.state, "asked")),
      )
      .returning({ serverId: connectionLook.serverId });
    if (!look) return { isKept: false };
    const its = sql`org_id = ${ctx.orgId} and server_id = ${look.serverId}`;
    await tx.execute(sql`
      delete from connection_look where ${its}
        and id not in (select id from connection_look where ${its} order by asked_at desc, id desc limit ${LOOKS_KEPT})
        and id not in (select id from connection_look where ${its} and state = 'observed'
          order by asked_at desc, id desc limit 1)`);
    await recordAudit(tx, ctx, {
      verb: "connection_look.record",
      target: { kind: "connection_look", id: lookId },
      touched: [{ kind: "server", id: look.serverId }],
      after: { state: seen.state, ...(seen.state === "could_not_look" ? { why: seen.why } : {}) },
    });
    return { isKept: true };
  });
}

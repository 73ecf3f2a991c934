import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { AskConnectionLookInput } from "#app/domain/connections/connection-inputs.ts";
import { connectionLook } from "#app/domain/connections/connection-tables.server.ts";
import { giveUpLostLooks } from "#app/domain/connections/give-up-lost-looks.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Has a remote server's connection looked at from outside, soon and by a job. Throws Conflict for a server that is not
 * remote, and while a look at it is under way.
 */
export function askConnectionLook(
  ctx: MemberCtx,
  input: AskConnectionLookInput,
): Promise<{ lookId: string }> {
  permit(ctx, "connection.look");
  const { serverId } = input;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ kind: server.kind })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!found) throw new NotFound("server");
    if (found.kind !== "remote") {
      throw new Conflict(
        "Only a server with an address of its own can be looked at from outside. Nothing was done.",
      );
    }
    await takeTurn(tx, ctx, `connection look ${serverId}`);
    await giveUpLostLooks(tx, ctx, serverId);
    const lookId = uuidv7();
    const made = await tx
      .insert(connectionLook)
      .values({
        orgId: ctx.orgId,
        id: lookId,
        serverId,
        askedAt: ctx.now,
        askedBy: ctx.actor.memberId,
        state: "asked",
      })
      .onConflictDoNothing()
      .returning({ id: connectionLook.id });
    if (made.length === 0) throw new Conflict("A look at its connection is under way already. Wait for it.");
    await enqueue(tx, "look_at_connection", { orgId: ctx.orgId, lookId });
    await recordAudit(tx, ctx, {
      verb: "connection_look.ask",
      target: { kind: "connection_look", id: lookId },
      touched: [{ kind: "server", id: serverId }],
    });
    return { lookId };
  });
}

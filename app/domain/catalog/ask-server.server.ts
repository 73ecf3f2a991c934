import { and, eq, gt } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { LOOK_MINUTES } from "#app/domain/catalog/catalog-words.ts";
import type { AskServerInput } from "#app/domain/catalog/look-inputs.ts";
import { look } from "#app/domain/catalog/look-tables.server.ts";
import { forgetOldLooks } from "#app/domain/catalog/record-look.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Other organizations wait for the same worker. */
const MOST_AT_ONCE = 20;

/**
 * Has the worker ask a remote server for its tools; what comes of it stands with the look and, when there is a list, as a
 * manifest reported by whoever asked. Throws Invalid for a server that is not remote, Conflict while one look is under way, or twenty of the organization are.
 */
export function askServer(ctx: MemberCtx, input: AskServerInput): Promise<{ lookId: string }> {
  permit(ctx, "server.ask");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ kind: server.kind })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, input.serverId)))
      .for("update");
    if (!found) throw new NotFound("server");
    if (found.kind !== "remote")
      throw new Invalid("Only a remote server can be asked from here. Run castellan probe on a device.");
    const since = new Date(ctx.now.getTime() - LOOK_MINUTES * 60_000);
    const waiting = await tx
      .select({ serverId: look.serverId })
      .from(look)
      .where(and(inOrg(ctx, look), eq(look.state, "waiting"), gt(look.askedAt, since)))
      .limit(MOST_AT_ONCE);
    if (waiting.some(({ serverId }) => serverId === input.serverId))
      throw new Conflict("It is being asked already. Nothing was started; the answer will stand here.");
    if (waiting.length >= MOST_AT_ONCE)
      throw new Conflict(`${MOST_AT_ONCE} servers are being asked already. Ask this one when they answered.`);
    const id = uuidv7();
    await tx.insert(look).values({
      orgId: ctx.orgId,
      id,
      serverId: input.serverId,
      place: "worker",
      state: "waiting",
      askedBy: ctx.actor.memberId,
      askedAt: ctx.now,
    });
    await forgetOldLooks(tx, ctx, input.serverId);
    await recordAudit(tx, ctx, {
      verb: "server.ask",
      target: { kind: "server", id: input.serverId },
      touched: [{ kind: "look", id }],
    });
    await enqueue(tx, "ask_server", { orgId: ctx.orgId, lookId: id });
    return { lookId: id };
  });
}

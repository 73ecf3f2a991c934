import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { BlockServerInput } from "#app/domain/catalog/server-inputs.ts";
import { block, server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Refuses every call to a server from the next one on. Throws Conflict when it is blocked already. */
export function blockServer(ctx: MemberCtx, input: BlockServerInput): Promise<{ blockId: string }> {
  permit(ctx, "server.block");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ identity: server.identity })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, input.serverId)))
      .for("update");
    if (!found) throw new NotFound("server");
    const [standing] = await tx
      .select({ id: block.id })
      .from(block)
      .where(
        and(
          inOrg(ctx, block),
          eq(block.subjectKey, input.serverId),
          eq(block.subjectKind, "server"),
          isNull(block.liftedAt),
        ),
      );
    if (standing) throw new Conflict(`${found.identity} is blocked already. Your reason was not added.`);
    const id = uuidv7();
    const target = { kind: "server", id: input.serverId };
    const reason = await keepText(tx, ctx, target, input.reason);
    await tx.insert(block).values({
      orgId: ctx.orgId,
      id,
      subjectKind: "server",
      subjectKey: input.serverId,
      reasonId: reason.id,
      blockedAt: ctx.now,
      blockedBy: ctx.actor.memberId,
    });
    await recordAudit(tx, ctx, {
      verb: "server.block",
      target,
      touched: [{ kind: "block", id }],
      before: { blocked: false },
      after: { blocked: true, reason },
    });
    return { blockId: id };
  });
}

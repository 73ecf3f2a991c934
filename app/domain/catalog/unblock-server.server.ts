import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { UnblockServerInput } from "#app/domain/catalog/server-inputs.ts";
import { block, server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Lifts the block of a server; grants then decide again. Throws Conflict when it is not blocked. */
export function unblockServer(ctx: MemberCtx, input: UnblockServerInput): Promise<{ serverId: string }> {
  permit(ctx, "server.block");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ identity: server.identity })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, input.serverId)))
      .for("update");
    if (!found) throw new NotFound("server");
    const target = { kind: "server", id: input.serverId };
    const reason = await keepText(tx, ctx, target, input.reason);
    const lifted = await tx
      .update(block)
      .set({ liftedAt: ctx.now, liftedBy: ctx.actor.memberId, liftReasonId: reason.id })
      .where(
        and(
          inOrg(ctx, block),
          eq(block.subjectKey, input.serverId),
          eq(block.subjectKind, "server"),
          isNull(block.liftedAt),
        ),
      )
      .returning({ id: block.id });
    if (lifted.length === 0) throw new Conflict(`${found.identity} is not blocked. Nothing was changed.`);
    await recordAudit(tx, ctx, {
      verb: "server.unblock",
      target,
      touched: lifted.map(({ id }) => ({ kind: "block", id })),
      before: { blocked: true },
      after: { blocked: false, reason },
    });
    return { serverId: input.serverId };
  });
}

import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { publisherWord } from "#app/domain/trust/evidence-tables.server.ts";
import type { WithdrawPublisherInput } from "#app/domain/trust/publisher-inputs.ts";

/** Withdraws the word for a server's publisher, one's own or another's. Throws Conflict when none stands. */
export function withdrawPublisher(
  ctx: MemberCtx,
  input: WithdrawPublisherInput,
): Promise<{ serverId: string }> {
  permit(ctx, "publisher.vouch");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ identity: server.identity })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, input.serverId)))
      .for("update");
    if (!found) throw new NotFound("server");
    const target = { kind: "server", id: input.serverId };
    const reason = await keepText(tx, ctx, target, input.reason);
    const withdrawn = await tx
      .update(publisherWord)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.memberId, withdrawReasonId: reason.id })
      .where(
        and(
          inOrg(ctx, publisherWord),
          eq(publisherWord.identity, found.identity),
          isNull(publisherWord.withdrawnAt),
        ),
      )
      .returning({ id: publisherWord.id });
    if (withdrawn.length === 0)
      throw new Conflict("Nobody's word for its publisher stands. Nothing was changed.");
    await recordAudit(tx, ctx, {
      verb: "server.withdraw_publisher",
      target,
      touched: withdrawn.map(({ id }) => ({ kind: "publisher_word", id })),
      before: { vouched: true },
      after: { vouched: false, reason },
    });
    return { serverId: input.serverId };
  });
}

import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";
import { publisherWord } from "#app/domain/trust/evidence-tables.server.ts";
import type { VouchPublisherInput } from "#app/domain/trust/publisher-inputs.ts";

/** Vouches for who publishes a server, in one's own name. Throws Conflict while somebody's word stands. */
export function vouchPublisher(ctx: MemberCtx, input: VouchPublisherInput): Promise<{ wordId: string }> {
  permit(ctx, "publisher.vouch");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ identity: server.identity })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, input.serverId)))
      .for("update");
    if (!found) throw new NotFound("server");
    const id = uuidv7();
    const target = { kind: "server", id: input.serverId };
    const reason = await keepText(tx, ctx, target, input.reason);
    const [given] = await tx
      .insert(publisherWord)
      .values({
        orgId: ctx.orgId,
        id,
        identity: found.identity,
        publisher: input.publisher,
        relation: input.relation,
        reasonId: reason.id,
        givenAt: ctx.now,
        givenBy: ctx.actor.memberId,
      })
      .onConflictDoNothing()
      .returning({ id: publisherWord.id });
    if (!given)
      throw new Conflict(
        "Somebody vouched for its publisher already. Withdraw that first; nothing was changed.",
      );
    await recordAudit(tx, ctx, {
      verb: "server.vouch_publisher",
      target,
      touched: [{ kind: "publisher_word", id }],
      before: { vouched: false },
      after: { vouched: true, relation: input.relation, reason },
    });
    return { wordId: id };
  });
}

import { and, eq, inArray, lt, notInArray } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { MailState } from "#app/domain/notifications/notice-groups.ts";
import { notice, noticeDigest } from "#app/domain/notifications/notice-tables.server.ts";

export type Digest = typeof noticeDigest.$inferSelect;

/** Notes what became of a digest. */
export async function setDigest(
  tx: Transaction,
  ctx: Ctx,
  { id }: Digest,
  state: Digest["state"],
): Promise<void> {
  await tx
    .update(noticeDigest)
    .set({ state, mailAt: ctx.now })
    .where(and(inOrg(ctx, noticeDigest), eq(noticeDigest.id, id)));
}

/** What the digest told gets its outcome; what it left out is not told by a later one either. */
export async function closeGathered(
  tx: Transaction,
  ctx: Ctx,
  digest: Digest,
  state: MailState,
  ids: string[],
) {
  const gathered = and(
    inOrg(ctx, notice),
    eq(notice.memberId, digest.memberId),
    eq(notice.mail, digest.cadence),
    lt(notice.toldAt, digest.dueAt),
  );
  const close = (mail: MailState) => ({ mail, mailAt: ctx.now });
  if (ids.length === 0) {
    await tx.update(notice).set(close("dropped")).where(gathered);
    return;
  }
  await tx
    .update(notice)
    .set(close(state))
    .where(and(gathered, inArray(notice.id, ids)));
  await tx
    .update(notice)
    .set(close("dropped"))
    .where(and(gathered, notInArray(notice.id, ids)));
}

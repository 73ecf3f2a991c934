import { and, eq, inArray, lt, notInArray, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { Mail } from "#app/domain/mail.ts";
import {
  HAND_OVER_MS,
  handOverMail,
  type Outcome,
  type Post,
} from "#app/domain/notifications/hand-over-mail.server.ts";
import { digestMail } from "#app/domain/notifications/notice-mail.ts";
import { getNoticePreferences } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { findNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { notice, noticeDigest } from "#app/domain/notifications/notice-tables.server.ts";
import type { MailState } from "#app/domain/notifications/notice-words.ts";
import { findRecipient } from "#app/domain/notifications/recipient-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

const MOST_SHOWN = 50;
const MOST_COUNTED = 1_000;

type Digest = typeof noticeDigest.$inferSelect;

/**
 * Mails one digest: what is unread, undone and still to be seen of what gathered before it was due. Nothing left: no mail.
 * Throws what the connector throws when trying later may help, and Conflict while another run has it in hand.
 */
export async function mailDigest(ctx: Ctx, input: { digestId: string }, post: Post): Promise<Outcome | null> {
  permit(ctx, "organization.manage");
  const made = await inTransaction(ctx, (tx) => prepare(tx, ctx, input.digestId, post.publicUrl));
  if (!made) return null;
  const { digest, mail, shown } = made;
  return handOverMail(ctx, { mail, post }, async (tx, state) => {
    await setState(tx, ctx, digest, state);
    if (state !== "waiting") await closeNotices(tx, ctx, digest, state, shown);
  });
}

type Made = { digest: Digest; mail: Mail; shown: string[] };

async function prepare(tx: Transaction, ctx: Ctx, id: string, publicUrl: string): Promise<Made | null> {
  const [digest] = await tx
    .select()
    .from(noticeDigest)
    .where(and(inOrg(ctx, noticeDigest), eq(noticeDigest.id, id)))
    .for("update");
  if (digest?.state !== "waiting" && digest?.state !== "sending") return null;
  if (digest.state === "sending" && ctx.now.getTime() - (digest.mailAt?.getTime() ?? 0) < HAND_OVER_MS) {
    throw new Conflict("This digest is being sent.");
  }
  const recipient = await findRecipient(tx, ctx, digest.memberId);
  const unread = recipient
    ? await findNotices(
        tx,
        recipient.ctx,
        sql`n.mail = ${digest.cadence} and n.told_at < ${digest.dueAt.toISOString()}::timestamptz and n.read_at is null`,
        MOST_COUNTED,
      )
    : [];
  const choices = recipient ? await getNoticePreferences({ ...recipient.ctx, tx }) : undefined;
  const told = unread.filter((row) => !row.isSettled && choices?.[row.group] !== "none");
  if (!recipient || told.length === 0 || recipient.isRefused) {
    const isRefused = recipient?.isRefused === true && told.length > 0;
    await setState(tx, ctx, digest, isRefused ? "refused" : "empty");
    await closeNotices(tx, ctx, digest, isRefused ? "refused" : "dropped", isRefused ? idsOf(told) : []);
    return null;
  }
  const { address, organization } = recipient;
  const place = `${publicUrl}/${encodeURIComponent(organization.slug)}`;
  const frame = {
    to: address,
    id: `<digest-${digest.id}@${new URL(publicUrl).hostname}>`,
    organization: organization.name,
    link: `${place}/notices`,
    preferences: `${place}/settings/notices`,
  };
  const shown = told.slice(0, MOST_SHOWN);
  await setState(tx, ctx, digest, "sending");
  const mail = digestMail(frame, digest.cadence, shown, told.length - shown.length);
  return { digest, mail, shown: idsOf(told) };
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

async function setState(tx: Transaction, ctx: Ctx, { id }: Digest, state: Digest["state"]): Promise<void> {
  await tx
    .update(noticeDigest)
    .set({ state, mailAt: ctx.now })
    .where(and(inOrg(ctx, noticeDigest), eq(noticeDigest.id, id)));
}

/** What the digest told gets its outcome; what it left out is not told by a later one either. */
async function closeNotices(tx: Transaction, ctx: Ctx, digest: Digest, state: MailState, ids: string[]) {
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

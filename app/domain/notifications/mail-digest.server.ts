import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { Mail } from "#app/domain/mail.ts";
import { closeGathered, type Digest, setDigest } from "#app/domain/notifications/close-digest.server.ts";
import {
  HAND_OVER_MS,
  handOverMail,
  type Outcome,
  type Post,
} from "#app/domain/notifications/hand-over-mail.server.ts";
import { digestMail } from "#app/domain/notifications/notice-mail.ts";
import { getNoticePreferences } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { findNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { noticeDigest } from "#app/domain/notifications/notice-tables.server.ts";
import { findRecipient } from "#app/domain/notifications/recipient-queries.server.ts";
import { permit } from "#app/domain/permit.ts";

const MOST_SHOWN = 50;
const MOST_COUNTED = 1_000;

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
    await setDigest(tx, ctx, digest, state);
    if (state !== "waiting") await closeGathered(tx, ctx, digest, state, shown);
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
    await setDigest(tx, ctx, digest, isRefused ? "refused" : "empty");
    await closeGathered(tx, ctx, digest, isRefused ? "refused" : "dropped", isRefused ? idsOf(told) : []);
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
  await setDigest(tx, ctx, digest, "sending");
  const mail = digestMail(frame, digest.cadence, shown, told.length - shown.length);
  return { digest, mail, shown: idsOf(told) };
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

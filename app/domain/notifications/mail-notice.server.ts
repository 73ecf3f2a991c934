import { and, eq, sql } from "drizzle-orm";
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
import { FIXED_GROUPS, type MailState } from "#app/domain/notifications/notice-groups.ts";
import { noticeMail } from "#app/domain/notifications/notice-mail.ts";
import { findMailChoice } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { findNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { notice } from "#app/domain/notifications/notice-tables.server.ts";
import { findRecipient, type Recipient } from "#app/domain/notifications/recipient-queries.server.ts";
import { isLate } from "#app/domain/notifications/telling-rules.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Mails a notice that waits for it. Who left, may not see it any more, has read it or chose otherwise meanwhile gets
 * none, and an address that refused mail is left alone. Throws what the connector throws when trying later may help,
 * and Conflict while another run has it in hand.
 */
export async function mailNotice(ctx: Ctx, input: { noticeId: string }, post: Post): Promise<Outcome | null> {
  permit(ctx, "organization.manage");
  const mail = await inTransaction(ctx, (tx) => prepare(tx, ctx, input.noticeId, post.publicUrl));
  if (!mail) return null;
  return handOverMail(ctx, { mail, post }, (tx, state) => setMail(tx, ctx, input.noticeId, state));
}

async function prepare(tx: Transaction, ctx: Ctx, id: string, publicUrl: string): Promise<Mail | null> {
  const [row] = await tx
    .select()
    .from(notice)
    .where(and(inOrg(ctx, notice), eq(notice.id, id)))
    .for("update");
  if (row?.mail !== "waiting" && row?.mail !== "sending") return null;
  if (row.mail === "sending" && row.mailAt && ctx.now.getTime() - row.mailAt.getTime() < HAND_OVER_MS) {
    throw new Conflict("This mail is being sent.");
  }
  const recipient = await findRecipient(tx, ctx, row.memberId);
  const made = recipient ? await mailOrWhyNot(tx, recipient, row, publicUrl) : "dropped";
  await setMail(tx, ctx, id, typeof made === "string" ? made : "sending");
  return typeof made === "string" ? null : made;
}

async function mailOrWhyNot(
  tx: Transaction,
  recipient: Recipient,
  row: typeof notice.$inferSelect,
  publicUrl: string,
): Promise<Mail | MailState> {
  const { ctx, address, organization } = recipient;
  const [told] = await findNotices(tx, ctx, sql`n.id = ${row.id}`, 1);
  if (!told || told.isSettled) return "dropped";
  const isFixed = FIXED_GROUPS.includes(told.group);
  if (told.readAt && !isFixed) return "dropped";
  const choice = await findMailChoice(tx, ctx, told.group);
  if (choice === "none") return "dropped";
  if (recipient.isRefused) return "refused";
  if (isLate(row.at, ctx.now)) return "daily";
  const place = `${publicUrl}/${encodeURIComponent(organization.slug)}`;
  return noticeMail(
    {
      to: address,
      id: `<notice-${row.id}@${new URL(publicUrl).hostname}>`,
      organization: organization.name,
      link: `${place}/notices/${row.id}`,
      preferences: `${place}/settings/notices`,
    },
    told,
  );
}

async function setMail(tx: Transaction, ctx: Ctx, id: string, mail: MailState): Promise<void> {
  await tx
    .update(notice)
    .set({ mail, mailAt: ctx.now })
    .where(and(inOrg(ctx, notice), eq(notice.id, id)));
}

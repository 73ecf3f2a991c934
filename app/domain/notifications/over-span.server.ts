import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { noticeWatermark } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** From a moment, without it, up to another, with it. */
export type Span = { from: Date; to: Date };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The first run has no before: what happened in the last day is told. */
const FIRST_SPAN_MS = DAY;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** The last full hour, for chores that need no more. */
export function fullHour(now: Date): Date {
  return new Date(Math.floor(now.getTime() / HOUR) * HOUR);
}

/**
 * Does a chore for the time that passed since it was last done, up to `to`; a chore done that far does nothing. Works in
 * pages, each a transaction of its own; a run that broke off begins its span anew, so `page` must bear repeating.
 * @param page gets the id the last page ended with; returns the id this one ended with, or null when it was the last
 */
export async function overSpan(
  ctx: Ctx,
  { chore, to }: { chore: string; to: Date },
  page: (tx: Transaction, span: Span, after: string) => Promise<string | null>,
): Promise<void> {
  permit(ctx, "organization.manage");
  const from = await inTransaction(ctx, (tx) => findUntil(tx, ctx, chore));
  if (from && from >= to) return;
  const span = { from: from ?? new Date(to.getTime() - FIRST_SPAN_MS), to };
  let after: string | null = FIRST_ID;
  while (after !== null) {
    const last: string = after;
    after = await inTransaction(ctx, (tx) => page(tx, span, last));
  }
  await inTransaction(ctx, (tx) =>
    tx
      .insert(noticeWatermark)
      .values({ orgId: ctx.orgId, chore, until: to })
      .onConflictDoUpdate({ target: [noticeWatermark.orgId, noticeWatermark.chore], set: { until: to } }),
  );
}

async function findUntil(tx: Transaction, ctx: Ctx, chore: string): Promise<Date | undefined> {
  const [row] = await tx
    .select({ until: noticeWatermark.until })
    .from(noticeWatermark)
    .where(and(inOrg(ctx, noticeWatermark), eq(noticeWatermark.chore, chore)));
  return row?.until;
}

import { and, eq, isNull, lt } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { DIGEST_CADENCES, digestDue } from "#app/domain/notifications/digest-rules.ts";
import { notice, noticeDigest } from "#app/domain/notifications/notice-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Makes the digests that are due, one per member, cadence and due hour however often it is called, for those who have
 * something unread from before it. Each is mailed by a job of its own.
 */
export async function makeDigests(ctx: Ctx): Promise<{ made: number }> {
  permit(ctx, "organization.manage");
  const times = await getOrganization(ctx);
  let made = 0;
  for (const cadence of DIGEST_CADENCES) {
    const dueAt = digestDue(ctx.now, times, cadence);
    made += await inTransaction(ctx, async (tx) => {
      const people = await tx
        .selectDistinct({ memberId: notice.memberId })
        .from(notice)
        .where(
          and(inOrg(ctx, notice), eq(notice.mail, cadence), isNull(notice.readAt), lt(notice.toldAt, dueAt)),
        );
      if (people.length === 0) return 0;
      const rows = await tx
        .insert(noticeDigest)
        .values(
          people.map(({ memberId }) => ({
            orgId: ctx.orgId,
            id: uuidv7(),
            memberId,
            cadence,
            dueAt,
            state: "waiting" as const,
          })),
        )
        .onConflictDoNothing()
        .returning({ id: noticeDigest.id });
      for (const { id } of rows) await enqueue(tx, "mail_digest", { orgId: ctx.orgId, digestId: id });
      return rows.length;
    });
  }
  return { made };
}

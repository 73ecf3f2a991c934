import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { getOrganization } from "#app/domain/identity/organization-queries.server.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { addNotices } from "#app/domain/notifications/add-notices.server.ts";
import { findGuardians, findMembers } from "#app/domain/notifications/audience-queries.server.ts";
import { localDay } from "#app/domain/notifications/digest-rules.ts";
import { DAY, fullHour, overSpan } from "#app/domain/notifications/over-span.server.ts";
import { whoIsTold } from "#app/domain/notifications/told-people-rules.ts";

const PAGE = 200;

/**
 * Tells the person of an enrolled device, and those who guard the organization, that it fell silent: once for each time it
 * does. Devices of people who left are theirs no more and nobody's news. For the sweep, once an hour.
 */
export async function tellSilentDevices(ctx: Ctx): Promise<void> {
  const { timeZone } = await getOrganization(ctx);
  const today = localDay(ctx.now, timeZone);
  const heard = sql`coalesce(${device.lastReportAt}, ${device.enrolledAt})`.mapWith(device.enrolledAt);
  const silentSince = (at: Date) =>
    sql`${new Date(at.getTime() - SILENT_AFTER_DAYS * DAY).toISOString()}::timestamptz`;
  await overSpan(ctx, { chore: "devices_silent", to: fullHour(ctx.now) }, async (tx, span, after) => {
    const rows = await tx
      .select({ id: device.id, memberId: device.memberId, heardAt: heard })
      .from(device)
      .where(
        and(
          inOrg(ctx, device),
          gt(device.id, after),
          eq(device.kind, "enrolled"),
          isNull(device.revokedAt),
          sql`${heard} > ${silentSince(span.from)}`,
          sql`${heard} <= ${silentSince(span.to)}`,
        ),
      )
      .orderBy(asc(device.id))
      .limit(PAGE);
    const guardians = rows.length > 0 ? await findGuardians(tx, ctx) : [];
    for (const row of rows) {
      const person = await findMembers(tx, ctx, sql`m.id = ${row.memberId}`);
      if (person.length === 0) continue;
      const found = [
        { rule: "device_silent" as const, people: person },
        { rule: "devices_silent" as const, people: guardians },
      ];
      for (const { rule: kind, memberIds } of whoIsTold(found, null)) {
        await addNotices(tx, ctx, {
          memberIds,
          kind,
          subject: { kind: "device", id: row.id },
          actorMemberId: null,
          facts: { days: SILENT_AFTER_DAYS },
          at: ctx.now,
          key: `device_silent:${row.id}:${row.heardAt.toISOString()}`,
          batch: `${kind}:${today}`,
        });
      }
    }
    return rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;
  });
}

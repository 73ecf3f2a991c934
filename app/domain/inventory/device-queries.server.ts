import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability, type MemberCtx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { DEVICE_KINDS, SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";
import { can } from "#app/domain/permissions.ts";

export const DeviceRow = z.object({
  id: z.string(),
  name: z.string(),
  platform: z.string(),
  kind: z.enum(DEVICE_KINDS),
  memberId: z.string(),
  memberName: z.string(),
  collectorVersion: z.string().nullable(),
  enrolledAt: z.coerce.date(),
  lastReportAt: z.coerce.date().nullable(),
  revokedAt: z.coerce.date().nullable(),
  isSilent: z.boolean(),
  installations: z.number(),
  unreadFiles: z.number(),
  mayRevoke: z.boolean(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;

type Choice = { cursor?: string | undefined; limit: number };
type DevicePage = Promise<{ rows: DeviceRow[]; nextCursor: string | null }>;

/** Devices the actor may see, in id order after `cursor`, with what they report. */
export function listDevices(ctx: Ctx, choice: Choice): DevicePage {
  return readDevices(ctx, after(choice), choice.limit);
}

/** Of these, the ones that may report and have not for SILENT_AFTER_DAYS. */
export function listSilentDevices(ctx: Ctx, choice: Choice): DevicePage {
  return readDevices(ctx, sql`${after(choice)} and ${isSilent(ctx)}`, choice.limit);
}

function after({ cursor }: Choice): SQL {
  return cursor ? sql`v.id > ${cursor}` : sql`true`;
}

/** Whether device `v` may report and has not for SILENT_AFTER_DAYS. */
function isSilent(ctx: Ctx): SQL {
  const since = daysBefore(ctx.now, SILENT_AFTER_DAYS).toISOString();
  return sql`(v.revoked_at is null and (v.last_report_at is null or v.last_report_at < ${since}::timestamptz))`;
}

/** One device the actor may see. Throws NotFound. */
export async function getDevice(ctx: Ctx, deviceId: string): Promise<DeviceRow> {
  const { rows } = await readDevices(ctx, sql`v.id = ${deviceId}`, 1);
  if (!rows[0]) throw new NotFound("device");
  return rows[0];
}

function readDevices(ctx: Ctx, which: SQL, limit: number): DevicePage {
  const mayAll = can(capability(ctx.actor), "device.manage_all");
  const mayOwn = can(capability(ctx.actor), "device.enroll");
  const mine = ctx.actor.kind === "member" ? sql`v.member_id = ${ctx.actor.memberId}` : sql`false`;
  const visible = visibleMembers(ctx, sql`v.member_id`);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select v.id, v.name, v.platform, v.kind, v.member_id as "memberId", m.name as "memberName",
        v.collector_version as "collectorVersion", v.enrolled_at as "enrolledAt", v.last_report_at as "lastReportAt",
        v.revoked_at as "revokedAt",
        ${isSilent(ctx)} as "isSilent",
        (select count(*)::int from installation i
          where i.org_id = ${ctx.orgId} and i.member_id = v.member_id and i.device_id = v.id and i.removed_at is null) as installations,
        (select count(*)::int from scanned_file sf
          where sf.org_id = ${ctx.orgId} and sf.device_id = v.id and sf.outcome = 'could_not_look') as "unreadFiles",
        v.revoked_at is null and (${mayAll}::boolean or (${mayOwn}::boolean and ${mine})) as "mayRevoke"
      from device v join member m on m.org_id = v.org_id and m.id = v.member_id
      where v.org_id = ${ctx.orgId} and ${visible} and ${which}
      order by v.id limit ${limit + 1}`);
    const rows = z.array(DeviceRow).parse([...found].slice(0, limit));
    return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

/** Names of the actor's own places for pasted files, the one used last first; at most 20. */
export function listPastedDeviceNames(ctx: MemberCtx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({ name: device.name })
      .from(device)
      .where(
        and(
          inOrg(ctx, device),
          eq(device.memberId, ctx.actor.memberId),
          eq(device.kind, "pasted"),
          isNull(device.revokedAt),
        ),
      )
      .orderBy(sql`${device.lastReportAt} desc nulls last`, device.id)
      .limit(20);
    return rows.map(({ name }) => name);
  });
}

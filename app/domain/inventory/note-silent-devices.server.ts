import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { applyAcceptances } from "#app/domain/inventory/apply-acceptances.server.ts";
import { DEVICE_KINDS, SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { permit } from "#app/domain/permit.ts";

const Silent = z.object({
  id: z.string(),
  kind: z.enum(DEVICE_KINDS),
  heardAt: z.coerce.date(),
  hasReported: z.boolean(),
});
type Silent = z.infer<typeof Silent>;

const MENDING: Readonly<Record<Silent["kind"], string>> = {
  enrolled:
    "Run castellan scan on it, or have it run by itself with castellan schedule. If the device is gone, revoke its key.",
  pasted: "Read its files again on the page Scan. If they are gone, revoke the device.",
};

function sentenceOf({ heardAt, hasReported }: Silent): string {
  const day = heardAt.toISOString().slice(0, 10);
  return hasReported
    ? `It reported last on ${day}. What runs there since then is unknown.`
    : `It was enrolled on ${day} and has never reported. What runs there is unknown.`;
}

/** Device `v` may report, its person is still here, and nothing was heard of it since SILENT_AFTER_DAYS. */
function isSilent(ctx: Ctx) {
  const since = daysBefore(ctx.now, SILENT_AFTER_DAYS).toISOString();
  return sql`(v.revoked_at is null and coalesce(v.last_report_at, v.enrolled_at) <= ${since}::timestamptz
    and exists (select from member m where m.org_id = v.org_id and m.id = v.member_id and m.removed_at is null))`;
}

/**
 * Makes a finding of each device that fell silent, with an event, one for each time it does, and closes those of devices that are silent no
 * more. A report closes its own at once, in `recordScan`. Returns how many of at most `limit` devices were new.
 */
export function noteSilentDevices(
  ctx: Ctx,
  { limit }: { limit: number },
): Promise<{ noted: number; closed: number }> {
  permit(ctx, "organization.manage");
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.execute(sql`
      update finding f set resolved_at = ${ctx.now.toISOString()}::timestamptz
      where f.org_id = ${ctx.orgId} and f.device_id is not null and f.resolved_at is null
        and not exists (select from device v where v.org_id = f.org_id and v.id = f.device_id and ${isSilent(ctx)})
      returning f.id`);
    const found = await tx.execute(sql`
      select v.id, v.kind, coalesce(v.last_report_at, v.enrolled_at) as "heardAt", v.last_report_at is not null as "hasReported"
      from device v
      where v.org_id = ${ctx.orgId} and ${isSilent(ctx)} and not exists (
        select from finding f where f.org_id = v.org_id and f.device_id = v.id and f.resolved_at is null)
      order by v.id limit ${limit}`);
    const silent = z.array(Silent).parse([...found]);
    await openSilence(tx, ctx, silent);
    const batchId = uuidv7();
    for (const { id } of silent)
      await recordAudit(tx, ctx, {
        verb: "device.note_silent",
        target: { kind: "device", id },
        after: { days: SILENT_AFTER_DAYS },
        batchId,
      });
    return { noted: silent.length, closed: gone.length };
  });
}

async function openSilence(tx: Transaction, ctx: Ctx, silent: readonly Silent[]): Promise<void> {
  if (silent.length === 0) return;
  const rows = silent.map((one) => ({
    id: uuidv7(),
    deviceId: one.id,
    sentence: sentenceOf(one),
    remedy: MENDING[one.kind],
    heard: one.heardAt.toISOString(),
  }));
  await tx.execute(sql`
    insert into finding as f (org_id, id, device_id, source, rule, severity, severity_rank, where_in_file, sentence, remedy,
      subject_hash, first_seen_at)
    select ${ctx.orgId}::uuid, r.id, r."deviceId", 'device', 'silent-device', 'medium', 2, 'last report', r.sentence, r.remedy,
      md5(r.heard), ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, "deviceId" uuid, sentence text, remedy text, heard text)
    on conflict (org_id, device_id, rule, where_in_file) where device_id is not null do update set
      sentence = excluded.sentence, remedy = excluded.remedy, subject_hash = excluded.subject_hash, resolved_at = null,
      first_seen_at = case when f.resolved_at is null then f.first_seen_at else excluded.first_seen_at end`);
  const ids = sql`${`{${silent.map(({ id }) => id).join(",")}}`}::uuid[]`;
  await applyAcceptances(tx, ctx, sql`f.device_id = any(${ids})`);
}

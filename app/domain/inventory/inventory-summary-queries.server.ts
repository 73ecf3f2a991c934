import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { StandingCounts } from "#app/domain/inventory/inventory-rows.ts";
import { FINDING_SEVERITIES, SILENT_AFTER_DAYS, STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

const InventorySummary = z.object({
  installations: z.number(),
  servers: z.number(),
  /** Who has one. */
  people: z.number(),
  /** Not revoked. */
  devices: z.number(),
  /** Devices that have not reported for SILENT_AFTER_DAYS: what runs there is unknown. */
  silentDevices: z.number(),
  /** Files nobody could look at, at their latest report. */
  unreadFiles: z.number(),
  /** When a device reported last; null when none ever did. */
  lastReportAt: z.coerce.date().nullable(),
  /** Installations per standing: they add up to `installations`. */
  standings: StandingCounts,
  /** Servers with at least one installation of that standing: one server may count in several. */
  serverStandings: StandingCounts,
  /** Servers with a critical finding on an installation. */
  criticalServers: z.number(),
});
export type InventorySummary = z.infer<typeof InventorySummary>;

/** Where the inventory stands, over what the actor may see and without what was removed. */
export function getInventorySummary(ctx: Ctx): Promise<InventorySummary> {
  const silent = daysBefore(ctx.now, SILENT_AFTER_DAYS).toISOString();
  const visible = visibleMembers(ctx, sql`v.member_id`);
  const perStanding = (counted: SQL) =>
    sql.join(
      STANDINGS.map((word) => sql`${word}::text, count(${counted}) filter (where i.standing = ${word})`),
      sql`, `,
    );
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select c.*, v.devices, v.silent as "silentDevices", v.last as "lastReportAt", u.files as "unreadFiles" from (
        select count(*)::int as installations, count(distinct i.server_id)::int as servers,
          count(distinct i.member_id)::int as people, jsonb_build_object(${perStanding(sql`*`)}) as standings,
          jsonb_build_object(${perStanding(sql`distinct i.server_id`)}) as "serverStandings",
          count(distinct i.server_id) filter (where i.severity = ${FINDING_SEVERITIES.length})::int as "criticalServers"
        from ${seenInstallations(ctx, {})} i) c,
      (select count(*)::int as devices, max(v.last_report_at) as last,
          count(*) filter (where v.last_report_at is null or v.last_report_at < ${silent}::timestamptz)::int as silent
        from device v where v.org_id = ${ctx.orgId} and v.revoked_at is null and ${visible}) v,
      (select count(*)::int as files from scanned_file sf
        join device v on v.org_id = sf.org_id and v.id = sf.device_id and v.revoked_at is null
        where sf.org_id = ${ctx.orgId} and sf.outcome = 'could_not_look' and ${visible}) u`);
    return InventorySummary.parse(found);
  });
}

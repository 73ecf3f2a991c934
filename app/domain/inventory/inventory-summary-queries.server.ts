import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "#app/domain/context.ts";
import { countsOf, inUseOf, perNeed } from "#app/domain/inventory/in-use-rows.server.ts";
import { perServer } from "#app/domain/inventory/in-use-sql.server.ts";
import { StandingCounts } from "#app/domain/inventory/inventory-rows.ts";
import { FINDING_SEVERITIES, SILENT_AFTER_DAYS } from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
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
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, {});
    const inUse = inUseOf(ctx, "server", seen, perServer(seen.rows));
    // one installation of each person is looked up: the limit keeps all of them from being read
    const [found] = await tx.execute(sql`
      select c.*, p.people, v.devices, v.silent as "silentDevices", v.last as "lastReportAt", u.files as "unreadFiles" from (
        select coalesce(sum(i.installations), 0)::int as installations, count(*)::int as servers, ${perNeed("sum")} as by_need,
          ${perNeed("count")} as servers_by_need,
          count(*) filter (where i.severity = ${FINDING_SEVERITIES.length})::int as "criticalServers"
        from ${inUse} i) c,
      (select count(*)::int as people from member m
        where m.org_id = ${ctx.orgId} and (select true from ${seen.rows} i where i.member_id = m.id limit 1)) p,
      (select count(*)::int as devices, max(v.last_report_at) as last,
          count(*) filter (where v.last_report_at is null or v.last_report_at < ${silent}::timestamptz)::int as silent
        from device v where v.org_id = ${ctx.orgId} and v.revoked_at is null and ${visible}) v,
      (select count(*)::int as files from scanned_file sf
        join device v on v.org_id = sf.org_id and v.id = sf.device_id and v.revoked_at is null
        where sf.org_id = ${ctx.orgId} and sf.outcome = 'could_not_look' and ${visible}) u`);
    return InventorySummary.parse({
      ...found,
      standings: countsOf(found?.by_need),
      serverStandings: countsOf(found?.servers_by_need),
    });
  });
}

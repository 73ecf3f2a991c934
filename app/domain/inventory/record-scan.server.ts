import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { closeSilence } from "#app/domain/inventory/close-silence.server.ts";
import { device, scan } from "#app/domain/inventory/inventory-tables.server.ts";
import { noteReturned } from "#app/domain/inventory/note-returned.server.ts";
import { recordLaunchDrifts } from "#app/domain/inventory/record-launch-drifts.server.ts";
import { momentOf } from "#app/domain/inventory/report-moment.ts";
import { reportingDevice } from "#app/domain/inventory/reporting-device.server.ts";
import { scanAnswer } from "#app/domain/inventory/scan-answer.server.ts";
import type { ScanAnswer, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { refuseUnredacted } from "#app/domain/inventory/scan-record-inputs.ts";
import { hashJson, scanRows } from "#app/domain/inventory/scan-rows.server.ts";
import { pinFirstLaunches, settleLaunches } from "#app/domain/inventory/settle-launches.server.ts";
import {
  readLaunches,
  seenBefore,
  storeCredentials,
} from "#app/domain/inventory/store-credentials.server.ts";
import { storeFindings } from "#app/domain/inventory/store-findings.server.ts";
import { removeMissing, storeFiles, storeInstallations } from "#app/domain/inventory/store-scan.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Takes one report of a device of the acting member: what stands in its client files now. The same report again answers
 * again and changes nothing; its id with other content is a Conflict; one older than the last is noted and changes nothing. Throws Invalid, naming key paths only, when a text
 * is not redacted: nothing of such a report is stored.
 */
export async function recordScan(
  ctx: MemberCtx,
  input: { report: ScanReport; deviceName?: string | undefined },
): Promise<ScanAnswer> {
  permit(ctx, "inventory.report");
  const { report } = input;
  refuseUnredacted(report);
  const hash = hashJson(report);
  const { files, entries } = scanRows(report);
  const at = momentOf(report, ctx.now);
  return inTransaction(ctx, async (tx) => {
    const from = await reportingDevice(tx, ctx, input.deviceName);
    const { reportId: scanId, collectorVersion } = report;
    const told = { files: files.length, places: entries, deviceId: from.id };
    const event = {
      verb: "scan.record" as const,
      target: { kind: "scan", id: scanId },
      touched: [{ kind: "device", id: from.id }],
    };
    const row = { orgId: ctx.orgId, id: scanId, deviceId: from.id, at, collectorVersion, hash };
    const made = await tx
      .insert(scan)
      .values({ ...row, entries: entries.length })
      .onConflictDoNothing()
      .returning({ id: scan.id });
    if (made.length === 0) {
      const [before] = await tx
        .select()
        .from(scan)
        .where(and(inOrg(ctx, scan), eq(scan.id, scanId)));
      if (before?.hash !== hash || before.deviceId !== from.id) {
        throw new Conflict(
          "Another report was sent under this id already. Nothing was stored. Use a new report id.",
        );
      }
      return scanAnswer(tx, ctx, scanId, told);
    }
    if (from.lastReportAt && from.lastReportAt > at) {
      await recordAudit(tx, ctx, {
        ...event,
        after: { files: 0, installations: 0, removed: 0, findings: 0 },
      });
      return { ...(await scanAnswer(tx, ctx, scanId, told)), isLate: true };
    }
    // what the files say is dated when they were read, what follows from it now
    const then = { ...ctx, now: at };
    await storeFiles(tx, then, from, scanId, files);
    await pinFirstLaunches(tx, ctx, from);
    const before = await seenBefore(tx, ctx, from);
    const ids = await storeInstallations(tx, then, from, entries);
    const whose = { deviceId: from.id, memberId: from.memberId };
    await noteReturned(tx, ctx, { scanId, ...whose, installationIds: ids, at });
    const removed = await removeMissing(tx, then, from, files, ids);
    await pinFirstLaunches(tx, ctx, from);
    await settleLaunches(tx, ctx, from);
    await recordLaunchDrifts(tx, ctx, from);
    const findings = await storeFindings(tx, then, entries, ids);
    await storeCredentials(tx, then, [from.id], readLaunches(entries, ids, at), before);
    await closeSilence(tx, ctx, from.id);
    await tx
      .update(device)
      .set({ lastReportAt: at, collectorVersion, credentialsReadAt: ctx.now })
      .where(and(inOrg(ctx, device), eq(device.id, from.id)));
    const counts = { files: files.length, installations: ids.length, removed, findings };
    const after = { ...counts, populationHash: hashJson([...ids].sort()) };
    await recordAudit(tx, ctx, { ...event, after });
    return { ...(await scanAnswer(tx, ctx, scanId, told)), removed, findings };
  });
}

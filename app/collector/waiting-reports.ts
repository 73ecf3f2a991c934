import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import { type Device, settingsFolder } from "./device-file.ts";

/** Scans that wait are few and small: each tells the whole state, so the newest matter most. */
export const WAITING_LIMITS = { scans: 10, bytes: 16 * 1024 * 1024, aside: 10 } as const;

const Waiting = z.object({ deviceId: z.string(), url: z.string(), report: ScanReport });

export interface WaitingReport {
  file: string;
  report: ScanReport;
}

function folder(): string {
  return path.join(settingsFolder(), "waiting");
}

/** Where lies what waited and is not this device's to send. */
export function asideFolder(): string {
  return path.join(folder(), "not-sent");
}

/** The files in the order they were kept. A name starts with the time in milliseconds, one for all reports of a scan. */
async function names(inside = folder()): Promise<string[]> {
  const found = await readdir(inside).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return found.filter((name) => /^\d{15}-[0-9a-f-]{36}\.json$/.test(name)).sort();
}

/**
 * Keeps the reports of a scan that could not be sent, readable by this person only. Beyond the limits the oldest scans are
 * let go, each whole. Returns how many were.
 */
export async function keepReports(device: Device, reports: readonly ScanReport[]): Promise<number> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const stamp = String(Date.now()).padStart(15, "0");
  for (const report of reports) {
    const text = JSON.stringify({ deviceId: device.deviceId, url: device.url, report });
    const file = path.join(folder(), `${stamp}-${report.reportId}.json`);
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  }
  const scans = new Map<string, string[]>();
  for (const name of (await names()).toReversed()) {
    const scan = name.slice(0, stamp.length);
    scans.set(scan, [...(scans.get(scan) ?? []), name]);
  }
  let bytes = 0;
  let letGo = 0;
  for (const [index, files] of [...scans.values()].entries()) {
    for (const name of files) bytes += (await readFile(path.join(folder(), name))).length;
    if (index === 0 || (index < WAITING_LIMITS.scans && bytes <= WAITING_LIMITS.bytes)) continue;
    for (const name of files) await forgetReport(path.join(folder(), name));
    letGo += 1;
  }
  return letGo;
}

/**
 * The reports of this device that wait, the oldest first, and a sentence for what is another device's or no redacted report
 * any more: that is put aside, the newest few of it, and never sent.
 */
export async function waitingReports(
  device: Device,
): Promise<{ waiting: WaitingReport[]; remarks: string[] }> {
  const waiting: WaitingReport[] = [];
  let unread = 0;
  let others = 0;
  for (const name of await names()) {
    const file = path.join(folder(), name);
    const read = Waiting.safeParse(jsonIn(await readFile(file, "utf8")));
    const isOwn = read.success && read.data.deviceId === device.deviceId && read.data.url === device.url;
    if (isOwn && findUnredacted(read.data.report).length === 0) {
      waiting.push({ file, report: read.data.report });
      continue;
    }
    if (read.success && !isOwn) others += 1;
    else unread += 1;
    await putAside(name);
  }
  const lies = `It lies in ${asideFolder()}.`;
  const remarks = [
    ...(unread > 0
      ? [`${counted(unread)} cannot be read as a redacted report, so it is not sent. ${lies}`]
      : []),
    ...(others > 0
      ? [`${counted(others)} is of another device or Castellan, so it is not sent. ${lies}`]
      : []),
  ];
  return { waiting, remarks };
}

function counted(reports: number): string {
  return reports === 1 ? "A report that waited" : `Each of ${reports} reports that waited`;
}

async function putAside(name: string): Promise<void> {
  await mkdir(asideFolder(), { recursive: true, mode: 0o700 });
  await rename(path.join(folder(), name), path.join(asideFolder(), name));
  const kept = await names(asideFolder());
  for (const old of kept.slice(0, -WAITING_LIMITS.aside)) await forgetReport(path.join(asideFolder(), old));
}

export async function forgetReport(file: string): Promise<void> {
  await rm(file, { force: true });
}

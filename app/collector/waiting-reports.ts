import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { type Device, settingsFolder } from "./device-file.ts";

/** Reports that wait are few and small: each tells the whole state, so the newest matter most. */
export const WAITING_LIMITS = { reports: 10, bytes: 16 * 1024 * 1024 } as const;

const Waiting = z.object({ deviceId: z.string(), url: z.string(), report: ScanReport });

export interface WaitingReport {
  file: string;
  report: ScanReport;
}

function folder(): string {
  return path.join(settingsFolder(), "waiting");
}

/** The files in the order they were kept. A name starts with the time in milliseconds. */
async function names(): Promise<string[]> {
  const found = await readdir(folder()).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return found.filter((name) => /^\d{15}-[0-9a-f-]{36}\.json$/.test(name)).sort();
}

/** Keeps a report that could not be sent, readable by this person only. Beyond the limits the oldest are let go. */
export async function keepReport(device: Device, report: ScanReport): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const name = `${String(Date.now()).padStart(15, "0")}-${report.reportId}.json`;
  const text = JSON.stringify({ deviceId: device.deviceId, url: device.url, report });
  await writeFile(path.join(folder(), name), text, { mode: 0o600, flag: "wx" });
  const kept = await names();
  let bytes = 0;
  for (const [index, old] of kept.toReversed().entries()) {
    const file = path.join(folder(), old);
    bytes += (await readFile(file)).length;
    if (index > 0 && (index >= WAITING_LIMITS.reports || bytes > WAITING_LIMITS.bytes)) await rm(file);
  }
}

/**
 * The reports of this device that wait, the oldest first. What another device left here, or what is no redacted report any
 * more, is let go: it is not this device's to send.
 */
export async function waitingReports(device: Device): Promise<WaitingReport[]> {
  const waiting: WaitingReport[] = [];
  for (const name of await names()) {
    const file = path.join(folder(), name);
    const read = Waiting.safeParse(parsed(await readFile(file, "utf8")));
    const isOwn = read.success && read.data.deviceId === device.deviceId && read.data.url === device.url;
    if (isOwn && findUnredacted(read.data.report).length === 0)
      waiting.push({ file, report: read.data.report });
    else await forgetReport(file);
  }
  return waiting;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function forgetReport(file: string): Promise<void> {
  await rm(file, { force: true });
}

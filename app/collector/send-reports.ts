import { ScanAnswer, type ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { callServer } from "./call-server.ts";
import type { Device } from "./device-file.ts";
import { Stop } from "./stop.ts";
import { forgetReport, keepReports, waitingReports } from "./waiting-reports.ts";

/** Sends one report. The server counts it once however often it comes. */
function send(device: Device, report: ScanReport): Promise<ScanAnswer> {
  return callServer(
    {
      url: device.url,
      path: "/api/v1/scans",
      body: report,
      deviceKey: device.deviceKey,
      idempotencyKey: report.reportId,
      otherwise: "Nothing was kept there.",
    },
    ScanAnswer,
  );
}

/** Sends what waited, the oldest first. What Castellan itself refuses for good is told and let go; all else goes on waiting. */
async function sendWaiting(device: Device, tell: (line: string) => void): Promise<void> {
  const { waiting, remarks } = await waitingReports(device);
  for (const sentence of remarks) tell(sentence);
  for (const { file, report } of waiting) {
    try {
      const { isLate } = await send(device, report);
      const late = isLate ? " A newer one was there already, so it changed nothing." : "";
      tell(`Sent a report that waited on this machine.${late}`);
    } catch (error) {
      if (!(error instanceof Stop) || !error.isFinal) throw error;
      tell(`A report that waited on this machine was let go. ${error.message}`);
    }
    await forgetReport(file);
  }
}

/**
 * Sends what waited and then these reports, in order. When Castellan cannot be reached, what is not sent stays on this
 * machine, redacted, and goes first next time; the command still ends as a failure.
 */
export async function sendReports(
  device: Device,
  reports: readonly ScanReport[],
  tell: (line: string) => void,
): Promise<ScanAnswer[]> {
  const answers: ScanAnswer[] = [];
  try {
    await sendWaiting(device, tell);
    for (const report of reports) answers.push(await send(device, report));
    return answers;
  } catch (error) {
    if (!(error instanceof Stop) || !error.mayPass) throw error;
    const letGo = await keepReports(device, reports.slice(answers.length));
    if (letGo === 1) tell("The oldest scan that waited was let go.");
    if (letGo > 1) tell(`The ${letGo} oldest scans that waited were let go.`);
    throw new Kept(error);
  }
}

/** The report was not sent now and is kept. */
export class Kept extends Stop {
  constructor({ exitCode, message }: Stop) {
    super(exitCode, `${message} The report is kept on this machine, redacted, and sent by the next scan.`);
    this.name = "Kept";
  }
}

import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { ScanAnswer, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { makeScanReport } from "#app/domain/inventory/scan-report.ts";
import { callServer } from "./call-server.ts";
import { describeReport } from "./describe-report.ts";
import { findDevice, getDevice, rememberedFiles, rememberFiles } from "./device-file.ts";
import { lookForServers } from "./find-files.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, readLine, remark, say } from "./terminal.ts";
import { VERSION } from "./version.ts";

export interface ScanOptions {
  home?: string;
  projects: readonly string[];
  dryRun: boolean;
  json: boolean;
  yes: boolean;
}

/** Refuses to send what the server would refuse, before anything leaves the machine. */
function checked(report: ScanReport): ScanReport {
  const places = findUnredacted(report);
  if (places.length > 0)
    throw new Stop(
      EXIT.unexpected,
      `The redaction is not complete at ${places.slice(0, 5).join(", ")}. Nothing was sent.`,
    );
  const parsed = ScanReport.safeParse(report);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join("."));
  throw new Stop(EXIT.unexpected, `The report is not well-formed at ${where.join(", ")}. Nothing was sent.`);
}

function sayAnswer(answer: ScanAnswer, tell: (line: string) => void): void {
  tell(
    `Sent. ${answer.installations} ${answer.installations === 1 ? "installation" : "installations"} known from this machine.`,
  );
  for (const [standing, count] of Object.entries(answer.standings)) {
    if (count > 0) tell(`  ${printable(standing.replaceAll("_", " "), 40)}: ${count}`);
  }
  if (answer.removed !== undefined && answer.removed > 0) tell(`  no longer there: ${answer.removed}`);
  if (answer.findings !== undefined && answer.findings > 0) tell(`  findings: ${answer.findings}`);
  if (answer.next !== undefined) tell(printable(answer.next));
}

/** Reads the clients' files here, shows exactly what would be sent, asks, and sends it. */
export async function scan(options: ScanOptions): Promise<number> {
  const home = path.resolve(options.home ?? homedir());
  const device = options.dryRun ? await findDevice() : await getDevice();
  const everywhere = await rememberedFiles();
  const remembered = everywhere.filter((file) => file.home === home);
  const looked = await lookForServers({
    home,
    projects: [process.cwd(), ...options.projects],
    remembered,
    ...(device === undefined ? {} : { fingerprintKey: device.fingerprintKey }),
  });
  const report = checked(makeScanReport(looked.files, { reportId: randomUUID(), collectorVersion: VERSION }));
  const tell = options.json ? remark : say;
  if (options.json) say(JSON.stringify(report));
  else for (const line of describeReport(report)) say(line);
  for (const client of looked.unplaced)
    tell(
      `${CLIENT_NAMES[client]}: not looked, since where it keeps its servers is not known. Paste them under Scan.`,
    );
  if (options.dryRun || device === undefined) {
    tell("");
    tell("Nothing was sent (--dry-run).");
    return EXIT.done;
  }
  if (process.stdin.isTTY && !options.yes) {
    const answer = await readLine(
      `\nSend this to ${printable(device.url)} (${printable(device.organization)})? [y/N] `,
    );
    if (!/^y(?:es)?$/i.test(answer)) throw new Stop(EXIT.cancelled, "Nothing was sent.");
  }
  const answer = await callServer(
    {
      url: device.url,
      path: "/api/v1/scans",
      body: report,
      deviceKey: device.deviceKey,
      idempotencyKey: report.reportId,
      otherwise: "Nothing was kept there; scan again later.",
    },
    ScanAnswer,
  );
  await rememberFiles([...everywhere.filter((file) => file.home !== home), ...looked.seen]);
  tell("");
  sayAnswer(answer, tell);
  return EXIT.done;
}

import { randomUUID } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import {
  SCAN_LIMITS,
  type ScanAnswer,
  type ScanFile,
  ScanReport,
} from "#app/domain/inventory/scan-inputs.ts";
import { makeScanReport, mostTelling } from "#app/domain/inventory/scan-report.ts";
import { describeReport, summary } from "./describe-report.ts";
import { findDevice, getDevice, type RememberedFile, rememberedFiles, rememberFiles } from "./device-file.ts";
import { lookForServers, platformCalled, thisPlatform } from "./find-files.ts";
import { findProjects } from "./find-projects.ts";
import { Kept, sendReports } from "./send-reports.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, readLine, remark, say } from "./terminal.ts";
import { VERSION } from "./version.ts";

export interface ScanOptions {
  home?: string;
  /** Whose layout the home folder has, when not this system's. */
  system?: string;
  projects: readonly string[];
  /** Folders below which projects are looked for. */
  allProjects: readonly string[];
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
  if (answer.isLate)
    tell(
      "Castellan has a newer report of this machine, so this one changed nothing. Is this machine's clock right?",
    );
  if (answer.next !== undefined) tell(printable(answer.next));
}

/** One report holds a bounded number of files; more of them are told in several. */
function reportsOf(files: readonly ScanFile[], takenAt: string): ScanReport[] {
  const sorted = mostTelling(files);
  const count = Math.max(1, Math.ceil(sorted.length / SCAN_LIMITS.files));
  return Array.from({ length: count }, (_, at) =>
    checked(
      makeScanReport(sorted.slice(at * SCAN_LIMITS.files, (at + 1) * SCAN_LIMITS.files), {
        reportId: randomUUID(),
        collectorVersion: VERSION,
        takenAt,
      }),
    ),
  );
}

async function projectsOf(
  options: ScanOptions,
  tell: (line: string) => void,
): Promise<{ projects: string[]; isCut: boolean }> {
  let isCut = false;
  const projects = [process.cwd(), ...options.projects];
  for (const root of options.allProjects) {
    const found = await findProjects(path.resolve(root));
    if (found === undefined) throw new Stop(EXIT.usage, `There is no folder ${printable(root)}.`);
    projects.push(...found.projects);
    tell(`${found.projects.length} projects in ${found.folders} folders below ${printable(root)}.`);
    for (const sentence of found.left) tell(`  ${sentence}`);
    isCut ||= found.left.length > 0;
  }
  return { projects: [...new Set(projects.map((project) => path.resolve(project)))], isCut };
}

/** Reads the clients' files here, shows exactly what would be sent, asks, and sends it. */
export async function scan(options: ScanOptions): Promise<number> {
  const home = path.resolve(options.home ?? homedir());
  const platform = options.system === undefined ? thisPlatform() : platformCalled(options.system);
  const tell = options.json ? remark : say;
  const device = options.dryRun ? await findDevice() : await getDevice();
  const everywhere = await rememberedFiles();
  const { projects, isCut } = await projectsOf(options, tell);
  const takenAt = new Date().toISOString();
  const looked = await lookForServers({
    home,
    platform,
    projects,
    remembered: everywhere.filter((file) => file.home === home),
    ...(device === undefined ? {} : { fingerprintKey: device.fingerprintKey }),
  });
  const reports = reportsOf(looked.files, takenAt);
  const ending =
    looked.files.some(({ outcome }) => outcome === "could_not_look") || isCut ? EXIT.partly : EXIT.done;
  if (!options.json) for (const line of reports.flatMap(describeReport)) say(line);
  for (const line of summary(looked)) tell(line);
  if (options.json) for (const report of reports) say(JSON.stringify(report));
  if (options.dryRun || device === undefined) {
    if (!options.json) for (const line of exactBytes(reports)) say(line);
    tell("");
    tell("Nothing was sent (--dry-run).");
    return ending;
  }
  if (process.stdin.isTTY && !options.yes) {
    const answer = await readLine(
      `\nSend this to ${printable(device.url)} (${printable(device.organization)})? [y/N] `,
    );
    if (!/^y(?:es)?$/i.test(answer)) throw new Stop(EXIT.cancelled, "Nothing was sent.");
  }
  const others = everywhere.filter((file) => file.home !== home);
  try {
    const answers = await sendReports(device, reports, tell);
    await rememberFiles([...others, ...looked.seen]);
    tell("");
    for (const answer of answers) sayAnswer(answer, tell);
    return ending;
  } catch (error) {
    // what was sent before may still have to be told as gone, whichever report arrives
    if (error instanceof Kept) await rememberFiles(allOf([...everywhere, ...looked.seen]));
    throw error;
  }
}

function allOf(files: readonly RememberedFile[]): RememberedFile[] {
  return [...new Map(files.map((file) => [JSON.stringify(file), file])).values()];
}

/** What would be sent, as it would be sent. */
function exactBytes(reports: readonly ScanReport[]): string[] {
  return reports.flatMap((report) => {
    const body = JSON.stringify(report);
    return ["", `Exactly these ${Buffer.byteLength(body)} bytes would be sent:`, body];
  });
}

import { homedir } from "node:os";
import path from "node:path";
import { type FileReport, fileReport, unreadReport } from "#app/domain/inventory/file-report.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { clientCalled } from "#app/domain/inventory/formats/guess-client.ts";
import { FINDING_SEVERITIES } from "#app/domain/inventory/inventory-words.ts";
import { readGuessedFile } from "#app/domain/inventory/read-client-file.ts";
import { describeFile } from "./describe-report.ts";
import { GitIndexes, tellTracked } from "./git-tracked.ts";
import { textOf } from "./read-text.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, say } from "./terminal.ts";

export interface ScanFileOptions {
  file: string;
  client?: string;
  json: boolean;
  failOn?: string;
}

function clientOption(name: string | undefined): Client | undefined {
  if (name === undefined) return undefined;
  const client = clientCalled(name);
  if (client !== undefined) return client;
  throw new Stop(
    EXIT.usage,
    `"${printable(name, 60)}" is not a client that is known. castellan --help lists them.`,
  );
}

/** The severities that end the command with a code of their own: the one named and worse ones. */
function severitiesFrom(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  const known: readonly string[] = FINDING_SEVERITIES;
  if (known.includes(name)) return known.slice(known.indexOf(name));
  throw new Stop(EXIT.usage, `After --fail-on one of ${FINDING_SEVERITIES.join(", ")} was expected.`);
}

/**
 * Reads one file and tells what is in it. Nothing is sent, and this machine need not be enrolled. With `--json` standard
 * output holds one `FileReport` and nothing else, also when the file could not be read.
 */
export async function scanFile(options: ScanFileOptions): Promise<number> {
  const client = clientOption(options.client);
  const failing = severitiesFrom(options.failOn);
  const at = path.resolve(options.file);
  const found = await textOf(at);
  if (found === undefined || "reason" in found) {
    const reason = found === undefined ? "there is no such file" : found.reason;
    return tell(unreadReport(`The file was not read: ${reason}.`), [], options.json, EXIT.unreadable);
  }
  const read = readGuessedFile({
    path: at,
    text: found.text,
    home: homedir(),
    ...(client === undefined ? {} : { client }),
  });
  await tellTracked(read.files, at, new GitIndexes());
  const report = fileReport(read);
  const lines = read.files.flatMap(describeFile);
  const failed = report.installations.some(({ findings }) =>
    findings.some(({ severity }) => failing.includes(severity)),
  );
  if (read.by === "nothing")
    return tell(report, lines, options.json, read.isBroken ? EXIT.unreadable : EXIT.unknownClient);
  if (read.isBroken) return tell(report, lines, options.json, EXIT.unreadable);
  return tell(report, lines, options.json, failed ? EXIT.findings : EXIT.done);
}

function tell(report: FileReport, lines: readonly string[], json: boolean, code: number): number {
  if (json) say(JSON.stringify(report, null, 2));
  else for (const line of lines.length > 0 ? lines : report.notes) say(line);
  return code;
}

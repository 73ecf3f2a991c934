import type { KnownFile } from "./client-paths.ts";
import { settledSentence, shownPath } from "./formats/file-reading.ts";
import type { RedactOptions } from "./redact-text.ts";
import { SCAN_LIMITS, type ScanFile, type ScanReport } from "./scan-inputs.ts";

/** A file that exists but could not be read: nothing may be concluded about it. `reason` is a sentence's end. */
export function unreadableFile(file: KnownFile, reason: string, options: RedactOptions = {}): ScanFile {
  const path = shownPath(file.path, options);
  const sentence = settledSentence(`${path}: ${reason}`, `This file: ${reason}`);
  return {
    client: file.client,
    scope: file.scope,
    path,
    outcome: "could_not_look",
    problem: { sentence },
    entries: [],
  };
}

/** A place where somebody looked and no file was: a valid answer, "none in this file". */
export function absentFile(file: KnownFile, options: RedactOptions = {}): ScanFile {
  const path = shownPath(file.path, options);
  return { client: file.client, scope: file.scope, path, outcome: "none", entries: [] };
}

/** Files with servers first, then those nobody could look into. */
export function mostTelling(files: readonly ScanFile[]): ScanFile[] {
  const rank = (file: ScanFile) => ["found", "could_not_look", "none"].indexOf(file.outcome);
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/**
 * The report of these files. What goes beyond its limits is not dropped in silence: a file whose entries find no room
 * is `could_not_look`; of too many files those with servers stay first.
 */
export function makeScanReport(
  files: readonly ScanFile[],
  sender: { reportId: string; collectorVersion: string; takenAt?: string },
): ScanReport {
  const kept = mostTelling(files).slice(0, SCAN_LIMITS.files);
  let room: number = SCAN_LIMITS.entries;
  const bounded = kept.map((file): ScanFile => {
    if (file.entries.length <= room) {
      room -= file.entries.length;
      return file;
    }
    const reason = `left out, since one report holds at most ${SCAN_LIMITS.entries} entries.`;
    const sentence = settledSentence(`${file.path}: ${reason}`, `This file: ${reason}`);
    return {
      ...file,
      outcome: "could_not_look",
      entries: [],
      problem: { sentence },
    };
  });
  return { ...sender, files: bounded };
}

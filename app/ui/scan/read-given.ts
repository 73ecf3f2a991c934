import { uuidv7 } from "uuidv7";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import type { Client, Scope } from "#app/domain/inventory/formats/client-format.ts";
import { CLIENT_FORMATS } from "#app/domain/inventory/formats/client-formats.ts";
import type { FindingSeverity } from "#app/domain/inventory/inventory-words.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { argumentText, identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import {
  type LaunchVariable,
  SCAN_LIMITS,
  type ScanEntry,
  type ScanFile,
  ScanReport,
} from "#app/domain/inventory/scan-inputs.ts";
import { unreadableFile } from "#app/domain/inventory/scan-report.ts";
import { jsonIn } from "#app/domain/json-text.ts";

/** One file as a person gave it. `text` is null when the browser could not read it. */
export type GivenFile = {
  key: string;
  path: string;
  text: string | null;
  client?: Client;
  scope?: Scope;
};

export type ShownVariable = { name: string; value: string; isSecret: boolean };
export type ShownEntry = {
  name: string;
  isEnabled: boolean;
  identity: string;
  release: string | null;
  line: string;
  variables: ShownVariable[];
  findings: { key: string; severity: FindingSeverity; where: string; sentence: string }[];
};
export type ShownFile = Pick<ScanFile, "client" | "scope" | "path" | "outcome"> & {
  problem: string | null;
  notes: readonly string[];
  entries: ShownEntry[];
};

export type Reading = {
  /** The exact body, as it will be sent. */
  json: string;
  /** What each given file says, in the order given. */
  files: { key: string; places: ShownFile[] }[];
  entries: number;
  /** Why it cannot be sent as it is. */
  refusal: string | null;
};

/** Reads and redacts the given files here, in this browser, into one report and what a person should see of it. */
export function readGiven(given: readonly GivenFile[]): Reading {
  const read = given.map((file) => ({ key: file.key, places: placesOf(file) }));
  const report = {
    reportId: uuidv7(),
    collectorVersion: "browser",
    files: read.flatMap(({ places }) => places),
  };
  return {
    json: JSON.stringify(report, null, 2),
    files: read.map(({ key, places }) => ({ key, places: places.map(shownFile) })),
    entries: report.files.reduce((sum, file) => sum + file.entries.length, 0),
    refusal: refusalOf(report),
  };
}

/** The same for a report that was made before and given back unsent; undefined when it is not one. */
export function readKept(json: string): Reading | undefined {
  const report = ScanReport.safeParse(jsonIn(json));
  if (!report.success || refusalOf(report.data) !== null) return undefined;
  return {
    json,
    files: [{ key: report.data.reportId, places: report.data.files.map(shownFile) }],
    entries: report.data.files.reduce((sum, file) => sum + file.entries.length, 0),
    refusal: null,
  };
}

function placesOf({ path, text, client, scope }: GivenFile): ScanFile[] {
  const choice = { ...(client ? { client } : {}), ...(scope ? { scope } : {}) };
  if (text === null) {
    const known = { client: client ?? clientByPath(path) ?? "cursor", scope: scope ?? "user", path };
    return [unreadableFile(known, "the browser could not read it; a folder cannot be read either")];
  }
  return readClientFile({ ...choice, path, text });
}

function clientByPath(path: string): Client | undefined {
  return Object.values(CLIENT_FORMATS).find((format) => format.scopeOf(path.replaceAll("\\", "/")))?.client;
}

function refusalOf(report: ScanReport): string | null {
  const places = report.files.map(({ client, scope, path }) => JSON.stringify([client, scope, path]));
  const twice = report.files.find((_, index) => places.indexOf(places[index] ?? "") !== index);
  if (twice) {
    return `Two files are called ${twice.path}. Give each its own path, or one would replace the other.`;
  }
  const entries = report.files.reduce((sum, file) => sum + file.entries.length, 0);
  if (entries > SCAN_LIMITS.entries || report.files.length > SCAN_LIMITS.files) {
    const most = SCAN_LIMITS.entries.toLocaleString("en-GB");
    return `One report holds at most ${most} entries in ${SCAN_LIMITS.files} files. Remove some files and send them afterwards.`;
  }
  const unredacted = findUnredacted(report);
  if (unredacted.length === 0 && ScanReport.safeParse(report).success) return null;
  const where = unredacted.length > 0 ? ` at ${unredacted.slice(0, 3).join(", ")}` : "";
  return `What is left of these files could not be checked${where}, so it cannot be sent from here. Remove the file it stands in.`;
}

function shownFile(file: ScanFile): ShownFile {
  const { client, scope, path, outcome, problem, notes = [], entries } = file;
  return {
    client,
    scope,
    path,
    outcome,
    problem: problem?.sentence ?? null,
    notes,
    entries: entries.map((entry) => shownEntry(entry, file)),
  };
}

function shownEntry({ name, enabled, launch }: ScanEntry, { client, tracked }: ScanFile): ShownEntry {
  const { identity, release } = identifyLaunch(launch);
  return {
    name,
    isEnabled: enabled,
    identity,
    release,
    line: launch.url ?? [launch.command ?? "", ...launch.args.map(argumentText)].join(" "),
    variables: [...launch.env, ...launch.headers].map(shownVariable),
    findings: findingsOf(launch, { name, client, tracked }).map(({ rule, severity, where, sentence }) => ({
      key: `${rule} ${where}`,
      severity,
      where,
      sentence,
    })),
  };
}

function shownVariable({ name, value }: LaunchVariable): ShownVariable {
  const words = { secret: "secret cut out", placeholder: "placeholder", withheld: "value withheld" };
  return {
    name,
    value: value.kind === "reference" ? value.text : words[value.kind],
    isSecret: value.kind === "secret",
  };
}

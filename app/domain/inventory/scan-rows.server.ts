import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { uuidv7 } from "uuidv7";
import { findingsOf, type LaunchFinding } from "#app/domain/inventory/launch-findings.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { launchWay } from "#app/domain/inventory/launch-way.ts";
import type { Launch, ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";

/** One entry of a report as it is stored; `findings` are computed here, never taken from the sender. */
export type ScanRow = {
  id: string;
  identity: string;
  client: string;
  scope: string;
  path: string;
  name: string;
  launch: Launch;
  launchHash: string;
  launchWay: string;
  transport: string;
  release: string | null;
  isEnabled: boolean;
  findings: (LaunchFinding & { subjectHash: string })[];
};

export type FileRow = Pick<ScanFile, "client" | "scope" | "path" | "outcome"> & {
  problem: string | null;
  notes: string[];
  /** False when a part of the file was not understood: what is missing from it may still be there. */
  isWhole: boolean;
};

/** SHA-256 of the canonical JSON, hex: the order of keys does not make another report or launch. */
export function hashJson(value: unknown): string {
  return createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");
}

/** What `launchWay` says begins to say something else with a new number: pins of an older one are made anew from their launches. */
export const WAY_VERSION = "02";

/** SHA-256 of how a server is started, hex, with the number of what that takes in. */
export function hashWay(launch: Launch, release: string | null): string {
  return `${hashJson(launchWay(launch, release))}${WAY_VERSION}`;
}

/** What a finding is about: the part of the launch at its place, or all that starts the server. */
function subjectAt(launch: Launch, name: string, where: string): unknown {
  const [part = "", ...rest] = where.split(".");
  const at = rest.join(".");
  const { command, args, url, env, headers } = launch;
  if (part === "env" || part === "headers") {
    const variables = part === "env" ? env : headers;
    return variables.filter((variable) => variable.name === at).map(({ value }) => value);
  }
  if (part === "args" && at !== "") return args[Number(at)] ?? null;
  if (part === "url") return [url, launch.urlSecret];
  const approved = launch.autoApproved?.find(({ key }) => key === where);
  if (approved !== undefined) return approved.tools;
  if (part === "name") return [name, command, args, url];
  return part === "file" ? launch : [command, launch.commandSecret, args];
}

/** The sentence with its line, where it does not name it already. */
function withPlace({ sentence, line, column }: NonNullable<ScanFile["problem"]>): string {
  if (line === undefined || sentence.includes(`line ${line}`)) return sentence;
  return `${sentence} (line ${line}${column === undefined ? "" : `, column ${column}`})`;
}

/** The rows of a report. Of two entries or files in one place the later counts, as it does for the clients. */
export function scanRows(report: ScanReport): { files: FileRow[]; entries: ScanRow[] } {
  const files = new Map<string, FileRow>();
  const entries = new Map<string, ScanRow>();
  for (const file of report.files) {
    const { client, scope, path, outcome, problem, notes = [] } = file;
    const place = JSON.stringify([client, scope, path]);
    files.set(place, {
      client,
      scope,
      path,
      outcome,
      problem: problem === undefined ? null : withPlace(problem),
      notes,
      isWhole: problem === undefined || file.isWhole === true,
    });
    for (const { name, enabled, launch } of file.entries) {
      const { identity, release } = identifyLaunch(launch);
      entries.set(JSON.stringify([place, name]), {
        id: uuidv7(),
        identity,
        client,
        scope,
        path,
        name,
        launch,
        launchHash: hashJson(launch),
        launchWay: hashWay(launch, release),
        transport: launch.transport,
        release,
        isEnabled: enabled,
        findings: findingsOf(launch, { name, client, tracked: file.tracked }).map((found) => ({
          ...found,
          subjectHash: hashJson(subjectAt(launch, name, found.where)),
        })),
      });
    }
  }
  return { files: [...files.values()], entries: [...entries.values()] };
}

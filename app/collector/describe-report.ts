import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import { projectFiles } from "#app/domain/inventory/client-paths.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { argumentText, identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import {
  CLIENTS,
  type LaunchVariable,
  SCOPES,
  type ScanEntry,
  type ScanFile,
  type ScanReport,
} from "#app/domain/inventory/scan-inputs.ts";
import type { Looked } from "./find-files.ts";

function valueInWords({ name, value }: LaunchVariable): string {
  if (value.kind === "reference") return `${name}=${value.text}`;
  if (value.kind === "secret") return `${name} (a secret: its value stays here)`;
  return value.kind === "placeholder" ? `${name} (a placeholder)` : `${name} (its value stays here)`;
}

function entryLines(entry: ScanEntry, { client, tracked }: ScanFile): string[] {
  const { launch } = entry;
  const { identity, release } = identifyLaunch(launch);
  const line = launch.url ?? [launch.command ?? "", ...launch.args.map(argumentText)].join(" ");
  const lines = [
    `  ${entry.name}${entry.enabled ? "" : " (switched off)"}: ${identity}${release === null ? "" : ` at ${release}`}`,
    `      ${line}`,
  ];
  const variables = [...launch.env, ...launch.headers].map(valueInWords);
  if (variables.length > 0) lines.push(`      with ${variables.join(", ")}`);
  for (const finding of findingsOf(launch, { name: entry.name, client, tracked }))
    lines.push(`      ! ${finding.severity}, ${finding.where}: ${finding.sentence}`);
  return lines;
}

const OUTCOMES: Readonly<Record<ScanFile["outcome"], string>> = {
  found: "",
  none: "no servers",
  could_not_look: "could not look",
};

/** What one file holds, in words. */
export function describeFile(file: ScanFile): string[] {
  const count = file.entries.length;
  const outcome =
    file.outcome === "found" ? `${count} ${count === 1 ? "server" : "servers"}` : OUTCOMES[file.outcome];
  return [
    `${CLIENT_NAMES[file.client]}, ${file.scope}: ${file.path}: ${outcome}`,
    ...(file.problem === undefined ? [] : [`  ${file.problem.sentence}`]),
    ...(file.notes ?? []).map((note) => `  ${note}`),
    ...file.entries.flatMap((entry) => entryLines(entry, file)),
  ];
}

/** Everything a report holds, in words, one line per fact. It is made from the report itself and from nothing else. */
export function describeReport(report: ScanReport): string[] {
  return [
    `Report ${report.reportId}, collector ${report.collectorVersion}`,
    "",
    ...report.files.flatMap(describeFile),
  ];
}

/** The clients that keep a file in a project. One without it has none there: every project named was looked at. */
const IN_PROJECTS = new Set(projectFiles("").map(({ client }) => client));

/** Of each client in each scope: how many servers were found, or none, or why nobody could look. */
export function summary({ files, unplaced }: Pick<Looked, "files" | "unplaced">): string[] {
  const lines: string[] = [];
  const none: string[] = [];
  for (const client of CLIENTS)
    for (const scope of SCOPES) {
      const own = files.filter((file) => file.client === client && file.scope === scope);
      const called = `${CLIENT_NAMES[client]}, ${scope}`;
      const found = own.reduce((sum, file) => sum + file.entries.length, 0);
      if (found > 0) lines.push(`  ${called}: found ${found}`);
      for (const file of own)
        if (file.outcome === "could_not_look")
          lines.push(`  ${called}: could not look: ${file.problem?.sentence ?? file.path}`);
      const isLooked = own.length > 0 || (scope === "project" && IN_PROJECTS.has(client));
      if (isLooked && own.every(({ outcome }) => outcome === "none")) none.push(called);
    }
  for (const client of unplaced)
    lines.push(
      `  ${CLIENT_NAMES[client]}: not looked, since where it keeps its servers is not known. Paste them under Scan.`,
    );
  if (none.length > 0) lines.push(`  none: ${none.join(" · ")}`);
  return ["", "By client and scope:", ...lines];
}

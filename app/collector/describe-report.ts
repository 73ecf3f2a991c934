import { CLIENT_FORMATS } from "#app/domain/inventory/formats/client-formats.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { argumentText, identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import type { LaunchVariable, ScanEntry, ScanFile, ScanReport } from "#app/domain/inventory/scan-inputs.ts";

function valueInWords({ name, value }: LaunchVariable): string {
  if (value.kind === "reference") return `${name}=${value.text}`;
  if (value.kind === "secret") return `${name} (a secret: its value stays here)`;
  return value.kind === "placeholder" ? `${name} (a placeholder)` : `${name} (its value stays here)`;
}

function entryLines(entry: ScanEntry): string[] {
  const { launch } = entry;
  const { identity, release } = identifyLaunch(launch);
  const line = launch.url ?? [launch.command ?? "", ...launch.args.map(argumentText)].join(" ");
  const lines = [
    `  ${entry.name}${entry.enabled ? "" : " (switched off)"}: ${identity}${release === null ? "" : ` at ${release}`}`,
    `      ${line}`,
  ];
  const variables = [...launch.env, ...launch.headers].map(valueInWords);
  if (variables.length > 0) lines.push(`      with ${variables.join(", ")}`);
  for (const finding of findingsOf(launch))
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
    `${CLIENT_FORMATS[file.client].title}, ${file.scope}: ${file.path}: ${outcome}`,
    ...(file.problem === undefined ? [] : [`  ${file.problem.sentence}`]),
    ...(file.notes ?? []).map((note) => `  ${note}`),
    ...file.entries.flatMap(entryLines),
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

import { unsettledArguments } from "./redact-launch.ts";
import { redactText } from "./redact-text.ts";
import type { Launch, LaunchVariable, ScanReport } from "./scan-inputs.ts";

function isRedacted(text: string | undefined): boolean {
  return text === undefined || redactText(text).text === text;
}

function inVariables(variables: readonly LaunchVariable[], path: string): string[] {
  return variables.flatMap(({ name, value }, index) => [
    ...(isRedacted(name) ? [] : [`${path}.${index}.name`]),
    ...(value.kind !== "reference" || isRedacted(value.text) ? [] : [`${path}.${index}.value.text`]),
  ]);
}

function inLaunch(launch: Launch, path: string): string[] {
  const paths = unsettledArguments(launch.args).map((index) => `${path}.args.${index}.text`);
  for (const key of ["command", "url", "cwd"] as const)
    if (!isRedacted(launch[key])) paths.push(`${path}.${key}`);
  launch.autoApproved?.forEach(({ key, tools }, index) => {
    if (![key, ...tools].every(isRedacted)) paths.push(`${path}.autoApproved.${index}`);
  });
  launch.uncheckedTls?.forEach((place, index) => {
    if (!isRedacted(place)) paths.push(`${path}.uncheckedTls.${index}`);
  });
  return [
    ...paths,
    ...inVariables(launch.env, `${path}.env`),
    ...inVariables(launch.headers, `${path}.headers`),
  ];
}

/**
 * Key paths of texts in a report that the redactor would still change, by the same detector that runs on the device.
 * Empty means redacted. It names places, never values, so its result may be shown and logged.
 */
export function findUnredacted(report: ScanReport): string[] {
  const paths: string[] = isRedacted(report.collectorVersion) ? [] : ["collectorVersion"];
  report.files.forEach((file, index) => {
    const at = `files.${index}`;
    if (!isRedacted(file.path)) paths.push(`${at}.path`);
    if (!isRedacted(file.problem?.sentence)) paths.push(`${at}.problem.sentence`);
    if (!isRedacted(file.problem?.key)) paths.push(`${at}.problem.key`);
    file.notes?.forEach((note, position) => {
      if (!isRedacted(note)) paths.push(`${at}.notes.${position}`);
    });
    file.entries.forEach((entry, position) => {
      const entryPath = `${at}.entries.${position}`;
      if (!isRedacted(entry.name)) paths.push(`${entryPath}.name`);
      paths.push(...inLaunch(entry.launch, `${entryPath}.launch`));
    });
  });
  return paths;
}

import type { ComparedLaunch } from "#app/domain/requests/launch-evidence-queries.server.ts";
import type { DiffField } from "#app/ui/diff-view.tsx";
import { commandLine } from "./installation-launch.tsx";

type Side = ComparedLaunch["before"];

const PARTS: { name: string; by: DiffField["by"]; text: (side: Side) => string | undefined }[] = [
  { name: "Package", by: "words", text: ({ identity }) => identity },
  { name: "Release", by: "words", text: ({ release }) => release ?? undefined },
  { name: "Transport", by: "words", text: ({ launch }) => launch.transport },
  {
    name: "Command",
    by: "words",
    text: ({ launch }) => (launch.command === undefined ? undefined : commandLine(launch)),
  },
  { name: "Address", by: "words", text: ({ launch }) => launch.url },
  { name: "Folder", by: "words", text: ({ launch }) => launch.cwd },
  { name: "Variables", by: "lines", text: ({ launch }) => names(launch.env) },
  { name: "Headers", by: "lines", text: ({ launch }) => names(launch.headers) },
];

/** The parts of a launch that differ, before and after: of variables and headers their names, never a value. */
export function launchDiffFields(before: Side, after: Side): DiffField[] {
  return PARTS.flatMap(({ name, by, text }) => {
    const field = { name, by, before: text(before), after: text(after) };
    return field.before === field.after ? [] : [field];
  });
}

function names(variables: Side["launch"]["env"]): string | undefined {
  const all = variables.map(({ name }) => name).sort();
  return all.length > 0 ? all.join("\n") : undefined;
}

import type { DriftSide } from "#app/domain/catalog/drift-queries.server.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import type { DiffField } from "#app/ui/diff-view.tsx";

/** The fields of a tool that differ, before and after. */
export function diffFields({ before, after }: Partial<DriftSide>): DiffField[] {
  const texts = { before: textsOf(before), after: textsOf(after) };
  return FIELDS.flatMap(({ name, by }) => {
    const field = { name, by, before: texts.before[name], after: texts.after[name] };
    return field.before === field.after ? [] : [field];
  });
}

const FIELDS = [
  { name: "Title", by: "words" },
  { name: "Description", by: "words" },
  { name: "Annotations", by: "lines" },
  { name: "Input schema", by: "lines" },
  { name: "Output schema", by: "lines" },
] as const;

function textsOf(tool: ManifestTool | undefined): Partial<Record<(typeof FIELDS)[number]["name"], string>> {
  if (!tool) return {};
  return {
    ...(tool.title === undefined ? {} : { Title: tool.title }),
    Description: tool.description,
    ...(tool.annotations === undefined ? {} : { Annotations: JSON.stringify(tool.annotations, null, 2) }),
    "Input schema": JSON.stringify(tool.inputSchema, null, 2),
    ...(tool.outputSchema === undefined
      ? {}
      : { "Output schema": JSON.stringify(tool.outputSchema, null, 2) }),
  };
}

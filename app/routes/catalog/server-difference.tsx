import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import type { ManifestDifference, ToolDifference } from "#app/domain/catalog/manifest-queries.server.ts";
import { type DiffField, DiffView } from "#app/ui/diff-view.tsx";
import { plural } from "#app/ui/plural.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Status } from "#app/ui/status.tsx";
import type { Look } from "#app/ui/tones.ts";

const looks = {
  added: { tone: "purple", icon: "plus", word: "Added" },
  changed: { tone: "purple", icon: "git-compare-arrows", word: "Changed" },
  gone: { tone: "slate", icon: "circle-slash", word: "Gone", quiet: true },
} as const satisfies Record<string, Look>;

/** "1 tool added, 2 changed, 1 gone." */
export function differenceSentence(counts: ManifestDifference["counts"]): string {
  const parts = [
    counts.added > 0 ? plural(counts.added, { one: "# tool added", other: "# tools added" }) : "",
    counts.changed > 0 ? plural(counts.changed, { one: "# tool changed", other: "# tools changed" }) : "",
    counts.gone > 0 ? plural(counts.gone, { one: "# tool gone", other: "# tools gone" }) : "",
  ].filter(Boolean);
  return parts.join(", ");
}

/** Each tool that differs, with its fields before and after. The words are the server's: text only. */
export function ToolDifferences({ difference }: { difference: ManifestDifference }) {
  const { counts, rows } = difference;
  const total = counts.added + counts.changed + counts.gone;
  return (
    <>
      <p className="mb-2">
        {differenceSentence(counts)}
        {rows.length < total ? `; the first ${rows.length} are shown` : ""}.
      </p>
      <ul aria-label="Tools that differ" className="divide-y divide-line border-line border-y">
        {rows.map((row) => (
          <li key={`${row.kind} ${row.name}`} className="grid gap-2 py-3">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <code className="font-medium wrap-anywhere">{printableText(row.name)}</code>
              <Status look={looks[row.kind]} />
            </p>
            <DiffView fields={diffFields(row)} isWhole={row.kind !== "changed"} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The fields of a tool that differ, before and after. */
export function diffFields({ before, after }: Pick<ToolDifference, "before" | "after">): DiffField[] {
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
] as const;

function textsOf(tool: ManifestTool | undefined): Partial<Record<(typeof FIELDS)[number]["name"], string>> {
  if (!tool) return {};
  return {
    ...(tool.title === undefined ? {} : { Title: tool.title }),
    Description: tool.description,
    ...(tool.annotations === undefined ? {} : { Annotations: JSON.stringify(tool.annotations, null, 2) }),
    "Input schema": JSON.stringify(tool.inputSchema, null, 2),
  };
}

import { CHANGE_KINDS } from "#app/domain/catalog/drift/drift-words.ts";
import type { ClassedChange, DriftedTool } from "#app/domain/catalog/drift-queries.server.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { DiffView } from "#app/ui/diff-view.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { diffFields } from "./server-difference.tsx";

type Row = DriftedTool & { before?: ManifestTool | undefined; after?: ManifestTool | undefined };

/** What changed for the server as a whole, each with what the policy makes of it. */
export function WholeChanges({ changes }: { changes: readonly ClassedChange[] }) {
  return (
    <ul aria-label="Changes of the server itself" className="divide-y divide-line border-line border-y">
      {changes.map((change) => (
        <li key={change.kind} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <span>
            {capital(CHANGE_KINDS[change.kind])}
            {change.detail.length > 0 ? ": " : ""}
            <SafeText text={change.detail.join("; ")} limit={300} />
          </span>
          <Status look={CLASS_LOOKS[change.class]} />
        </li>
      ))}
    </ul>
  );
}

/** Each tool that differs: what became of it, why that matters, and its words before and after. Text only. */
export function DriftedTools({ rows }: { rows: readonly Row[] }) {
  return (
    <ul aria-label="Tools that differ" className="divide-y divide-line border-line border-y">
      {rows.map((row) => (
        <li key={row.name} className="grid gap-2 py-3">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
            <code className="font-medium wrap-anywhere">{printableText(row.name)}</code>
            {row.was ? (
              <span className="font-normal text-muted">
                was <code className="wrap-anywhere">{printableText(row.was)}</code>
              </span>
            ) : null}
            <Status look={CLASS_LOOKS[row.class]} />
          </h3>
          <ul className="grid gap-1">
            {row.changes.map((change) => (
              <li key={change.kind}>
                {capital(CHANGE_KINDS[change.kind])}
                {change.detail.length > 0 ? (
                  <ul className="mono list-disc ps-5 text-muted">
                    {change.detail.map((line) => (
                      <li key={line}>
                        <SafeText text={line} limit={300} />
                      </li>
                    ))}
                  </ul>
                ) : null}
              </li>
            ))}
          </ul>
          <details open={row.fate === "changed" || row.fate === "renamed"}>
            <summary className="link">Before and after</summary>
            <div className="mt-2">
              <DiffView
                fields={diffFields({ before: row.before, after: row.after })}
                isWhole={row.fate === "added" || row.fate === "removed"}
              />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

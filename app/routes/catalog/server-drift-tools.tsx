import type { ToolDrift } from "#app/domain/catalog/drift/compare-tools.ts";
import { CHANGE_KINDS, type DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { ClassedChange, DriftSide, ServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { type DiffField, DiffView } from "#app/ui/diff-view.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { diffFields } from "./tool-diff-fields.ts";

/** Without a class where it is not held against an approval. */
type Row = ToolDrift & Partial<DriftSide> & { class: DriftClass | null };

type WholeChangesProps = { changes: readonly ClassedChange[]; fields: readonly DiffField[] };

/** What changed for the server as a whole, each with what the policy makes of it, and its words before and after. */
export function WholeChanges({ changes, fields }: WholeChangesProps) {
  return (
    <>
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
      {fields.length > 0 ? (
        <details open>
          <summary className="link">Before and after</summary>
          <div className="mt-2">
            <DiffView fields={fields} />
          </div>
        </details>
      ) : null}
    </>
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
            {row.class ? <Status look={CLASS_LOOKS[row.class]} /> : null}
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

type NoDriftedToolsProps = { org: string; serverId: string; drift: ServerDrift };

/** Why no tool stands among those that differ. */
export function NoDriftedTools({
  org,
  serverId,
  drift: { pinned, listed, isUnclassified },
}: NoDriftedToolsProps) {
  if (isUnclassified && listed)
    return (
      <EmptyState kind="nothing-yet" title="Not classified yet">
        They are held against what was approved in the{" "}
        <a className="link" href={paths.manifest(org, serverId, listed.manifestId)}>
          current list
        </a>
        . Classifying drift anew under the drift policy tells what it comes to.
      </EmptyState>
    );
  return (
    <EmptyState kind="nothing-yet" title="No tool differs">
      {pinned ? "Every tool is as it was approved." : "There is nothing to hold the tools against."}
    </EmptyState>
  );
}

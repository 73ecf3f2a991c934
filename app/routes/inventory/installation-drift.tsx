import { CHANGE_KINDS } from "#app/domain/catalog/drift/drift-words.ts";
import type { LaunchDrift } from "#app/domain/inventory/launch-drift.ts";
import { CLASS_LOOKS } from "#app/routes/org/settings/drift-words.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";

/** How an installation differs from what was approved. Text only. */
export function LaunchDifference({ drift }: { drift: LaunchDrift }) {
  const kind = CHANGE_KINDS[drift.change];
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{`${kind.charAt(0).toUpperCase()}${kind.slice(1)} since it was approved`}</span>
        <Status look={CLASS_LOOKS[drift.class]} />
      </p>
      <ul className="grid gap-1 text-muted">
        {drift.lines.slice(0, 50).map((line) => (
          <li key={line}>
            <SafeText text={line} limit={300} />
          </li>
        ))}
      </ul>
    </div>
  );
}

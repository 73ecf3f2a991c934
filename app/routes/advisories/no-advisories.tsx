import { ButtonLink } from "#app/ui/button-link.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { dueWords } from "./due-words.ts";

/** What stands where no advisory is listed: whether that is so for good, or because not everything was looked at yet. */
export function NoAdvisories({
  isFiltered,
  due,
  allHref,
  clearHref,
}: {
  isFiltered: boolean;
  due: number;
  allHref: string;
  clearHref: string;
}) {
  if (isFiltered)
    return (
      <EmptyState
        kind="no-match"
        title="No advisory matches"
        action={<ButtonLink href={clearHref}>Clear all filters</ButtonLink>}
      >
        {due > 0 ? dueWords(due) : null}
      </EmptyState>
    );
  return (
    <EmptyState
      kind="nothing-yet"
      title={
        due > 0
          ? "No advisory is known to concern a server here so far"
          : "No imported advisory concerns a server here"
      }
      action={<ButtonLink href={allHref}>Show all that were imported</ButtonLink>}
    >
      {due > 0 ? `${dueWords(due)} ` : ""}Only what was imported can be found. Security imports records in the
      OSV format, from a file or an address.
    </EmptyState>
  );
}

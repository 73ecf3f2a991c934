import { plural } from "#app/ui/plural.ts";

/** How much is still to be held against advisories. */
export function dueWords(due: number): string {
  if (due >= 10_000) return "More than 10,000 releases are still to be held against the advisories.";
  return plural(due, {
    zero: "Every release was held against the advisories.",
    one: "# release is still to be held against the advisories.",
    other: "# releases are still to be held against the advisories.",
  });
}

/** What stands where an advisory concerns no release. */
export function noneWords(isWithdrawn: boolean, due: number): string {
  if (isWithdrawn) return "It was withdrawn, so it is held against nothing.";
  return due > 0
    ? `No release is known to be affected so far. ${dueWords(due)}`
    : "No release of a server here is affected, as far as releases and dependencies are known.";
}

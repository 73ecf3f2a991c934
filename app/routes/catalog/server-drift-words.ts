import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { ServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import type { ManifestDifference } from "#app/domain/catalog/manifest-difference-queries.server.ts";
import { plural } from "#app/ui/plural.ts";

/** What the server's page says of its drift in a line. */
export type ShownDrift = { sentence: string; isRefused: boolean };

const EFFECTS = {
  block: "Every call to it is refused until somebody decides.",
  re_approve: "The tools that changed or are new are refused until somebody decides. The others go on.",
  note: "Nothing is refused: by the organization's policy these changes are only noted.",
} as const;

/** "2 tools added, 1 changed." */
export function countSentence(counts: {
  added: number;
  removed: number;
  renamed: number;
  changed: number;
}): string {
  const parts = [
    counts.added > 0 ? plural(counts.added, { one: "# tool added", other: "# tools added" }) : "",
    counts.removed > 0 ? plural(counts.removed, { one: "# tool removed", other: "# tools removed" }) : "",
    counts.renamed > 0 ? plural(counts.renamed, { one: "# tool renamed", other: "# tools renamed" }) : "",
    counts.changed > 0 ? plural(counts.changed, { one: "# tool changed", other: "# tools changed" }) : "",
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", ")}.` : "No tool differs.";
}

/** How many installations are not started as approved, and what that means; null: none. */
export function launchSentence(refused: number, noted: number): string | null {
  const stopped = plural(refused, {
    one: "# installation is not started as it was approved; its calls are refused until somebody decides.",
    other:
      "# installations are not started as they were approved; their calls are refused until somebody decides.",
  });
  const told = plural(noted, {
    one: "# installation is started in another way, which is only noted.",
    other: "# installations are started in another way, which is only noted.",
  });
  if (refused === 0 && noted === 0) return null;
  return [refused > 0 ? stopped : "", noted > 0 ? told : ""].filter(Boolean).join(" ");
}

/** What differs and what it means for calls. */
export function driftSentence({
  class: strictest,
  counts,
  pinned,
  listed,
  whole,
  isUnclassified,
}: Omit<ServerDrift, "tools" | "nextCursor" | "identity">): string {
  if (isUnclassified)
    return "Its tools are not those that were approved. Nobody classified the difference yet, so calls to new and changed tools are refused.";
  if (!pinned) return "Nobody approved it with its tools known, so there is nothing to drift from.";
  if (listed && !listed.isConfirmed)
    return "Nobody confirmed what it lists now, so that is not held against it.";
  if (strictest === null) return "It is what was approved.";
  return `${countSentence(counts)} ${effectSentence(strictest, whole)}`;
}

/** What a drift means for calls. */
export function effectSentence(strictest: DriftClass, whole: readonly { class: DriftClass }[]): string {
  const isWhole = strictest === "re_approve" && whole.some((change) => change.class === "re_approve");
  return EFFECTS[isWhole ? "block" : strictest];
}

/** What confirming a list of tools does to those who have the server, before it is done. */
export function confirmingSentence({
  against,
  class: strictest,
  whole,
}: Pick<ManifestDifference, "against" | "class" | "whole">): string {
  if (against !== "approval")
    return "No tools of it were approved yet, so no standing changes. Where access was approved before its tools were known, calls are refused until it is approved again.";
  if (strictest === null) return "It is what was approved. No standing changes by this.";
  const effect = effectSentence(strictest, whole);
  return strictest === "note"
    ? `It is not quite what was approved, and no standing changes by this. ${effect}`
    : `It is not what was approved: everybody with a grant becomes drifted. ${effect}`;
}

import { CHANGE_KINDS, type DriftClass, type LaunchChange } from "#app/domain/catalog/drift/drift-words.ts";

export type DriftFacts = {
  class: DriftClass;
  added: number;
  removed: number;
  renamed: number;
  changed: number;
};

/** What a request about a drift says it is for. */
export function driftReason({ class: strictest, added, removed, renamed, changed }: DriftFacts): string {
  const parts = [
    [added, "added"],
    [removed, "removed"],
    [renamed, "renamed"],
    [changed, "changed"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const what =
    told.length > 0 ? `Tools since the approval: ${told.join(", ")}.` : "The server itself changed.";
  const effect =
    strictest === "block"
      ? "Every call to it is refused until this is decided."
      : "What changed is refused until this is decided.";
  return `It is not any more what was approved. ${what} ${effect}`;
}

/** What a request about one installation says it is for; the difference itself stands beside it. */
export function launchReason(drift: { change: LaunchChange; class: DriftClass }): string {
  const effect = drift.class === "block" ? "Every call of its person to the server is" : "Its calls are";
  return `One installation is not any more what was approved: ${CHANGE_KINDS[drift.change]}. ${effect} refused until this is decided.`;
}

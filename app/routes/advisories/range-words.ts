import type { AffectedPackage } from "#app/domain/advisories/advisory-words.ts";

const EVENT_WORDS = {
  introduced: "from",
  fixed: "before",
  last_affected: "up to",
  limit: "below",
} as const;

/** "from 1.0.0 before 1.2.3; also 0.9.0", "every version" */
export function rangeWords({
  ranges,
  versions,
  isCut,
}: Pick<AffectedPackage, "ranges" | "versions" | "isCut">): string {
  const spans = ranges.map(({ type, events }) =>
    type === "GIT"
      ? "by commits"
      : events.map(({ kind, version }) => eventWords(kind, version)).join(" ") || "not stated",
  );
  const shown = versions.slice(0, 10).join(", ");
  const listed = versions.length > 0 ? [`listed: ${shown}${versions.length > 10 || isCut ? ", …" : ""}`] : [];
  return [...spans, ...listed].join("; ") || "No version is named";
}

function eventWords(kind: keyof typeof EVENT_WORDS, version: string): string {
  return kind === "introduced" && version === "0" ? "every version" : `${EVENT_WORDS[kind]} ${version}`;
}

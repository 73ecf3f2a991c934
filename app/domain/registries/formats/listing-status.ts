import type { ListingStatus } from "#app/domain/registries/registry-words.ts";
import type { EntryParts } from "./entry-parts.ts";

/** The status in whichever case; null, with a remark, for words nobody knows. */
export function statusOf(value: unknown, parts: EntryParts): ListingStatus | null {
  if (value === undefined || value === null || value === "") return null;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "active" || word === "deprecated" || word === "deleted") return word;
  parts.remark("unknown_status", "status", typeof value === "string" ? value.slice(0, 40) : typeof value);
  return null;
}

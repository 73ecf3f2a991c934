import { isEntry } from "./formats/entry-parts.ts";
import type { Remark } from "./formats/registry-format.ts";

/** What is odd about a page or file as a whole: it says how many entries it has, and has another number. */
export function documentRemarks(facts: ReadonlyMap<string, unknown>, entries: number): Remark[] {
  const metadata = facts.get("metadata");
  const count = isEntry(metadata) && Object.hasOwn(metadata, "count") ? metadata.count : undefined;
  if (typeof count !== "number" || count === entries) return [];
  return [{ oddity: "count_differs", path: "metadata.count", detail: `${count} said, ${entries} there` }];
}

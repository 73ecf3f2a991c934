import { isEntry } from "./formats/entry-parts.ts";
import type { ImportEnding } from "./registry-words.ts";

const LONGEST_CURSOR = 2_000;
const MOST_PAGES = 50_000;
/** So many pages in a row may be empty, or hold nothing but what was seen in this import. */
const MOST_BARREN = 3;

/** The address of a page of the Registry API; an address that ends in `/servers` is taken as it is. */
export function pageAddress(
  address: string,
  asked: { cursor: string | null; since: Date | null; withDeleted: boolean },
): string {
  const url = new URL(address);
  const place = url.pathname.replace(/\/+$/, "");
  if (!place.endsWith("/servers")) url.pathname = `${place}/v0.1/servers`;
  if (!url.searchParams.has("limit")) url.searchParams.set("limit", "100");
  if (asked.cursor !== null) url.searchParams.set("cursor", asked.cursor);
  if (asked.since) url.searchParams.set("updated_since", asked.since.toISOString());
  else if (asked.withDeleted) url.searchParams.set("include_deleted", "true");
  return url.toString();
}

/** How far the pages were read. `markedCursor` is an earlier cursor, moved on each time the number of pages has doubled. */
export type PageState = { pages: number; cursor: string | null; markedCursor: string | null };

export type PageSeen = { facts: ReadonlyMap<string, unknown>; entries: number; known: number };

type Step = { state: PageState; barren: number; ending: "complete" | ImportEnding | null };

/**
 * What follows a page: another one, or an end. A cursor that comes back is a loop of any length, found after at most
 * three rounds by holding one earlier cursor; fresh cursors for the same entries are found by the entries.
 */
export function afterPage(state: PageState, page: PageSeen, barren: number): Step {
  const next = nextCursor(page.facts);
  const pages = state.pages + 1;
  const isDoubled = (pages & (pages - 1)) === 0;
  const isBarren = page.known === page.entries;
  const after = {
    state: { pages, cursor: next, markedCursor: isDoubled ? next : state.markedCursor },
    barren: isBarren ? barren + 1 : 0,
  };
  const ending = (why: Step["ending"]) => ({ ...after, ending: why });
  if (next === null) return ending("complete");
  if (next === state.cursor) return ending("same_cursor");
  if (next === state.markedCursor) return ending("cursor_loop");
  if (next.length > LONGEST_CURSOR) return ending("large");
  if (after.barren >= MOST_BARREN) return ending(page.entries === 0 ? "empty_pages" : "same_entries");
  return ending(pages >= MOST_PAGES ? "too_many_pages" : null);
}

/** The cursor of the page after this one, as its metadata names it; null for the last. */
export function nextCursor(facts: ReadonlyMap<string, unknown>): string | null {
  const metadata = facts.get("metadata");
  if (!isEntry(metadata)) return null;
  const next = ["nextCursor", "next_cursor"].map((name) =>
    Object.hasOwn(metadata, name) ? metadata[name] : null,
  );
  return next.find((one): one is string => typeof one === "string" && one !== "") ?? null;
}

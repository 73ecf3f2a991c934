import type { ListingDraft, Remark } from "./formats/registry-format.ts";

/** An entry that was read, with its place in the import. */
export type ReadEntry = {
  /** From 1. */
  entry: number;
  path: string;
  name: string | null;
  draft: ListingDraft | null;
  hash: string;
  remarks: readonly Remark[];
};

/** What is stored of an entry already. */
export type Stored = {
  id: string;
  name: string;
  edition: string;
  hash: string;
  seenIn: string;
  isRemoved: boolean;
};

type Fresh = { draft: ListingDraft; hash: string };
export type SortedEntries = {
  added: Fresh[];
  changed: (Fresh & { id: string })[];
  unchanged: string[];
  refused: { entry: ReadEntry; remark: Remark }[];
};

const keyOf = ({ name, edition }: { name: string; edition: string }) => JSON.stringify([name, edition]);

/** What becomes of each entry, given what is stored: every one of them is in exactly one of the four. */
export function sortEntries(
  entries: readonly ReadEntry[],
  stored: readonly Stored[],
  importId: string,
): SortedEntries {
  const known = new Map(stored.map((row) => [keyOf(row), row]));
  const here = new Set<string>();
  const sorted: SortedEntries = { added: [], changed: [], unchanged: [], refused: [] };
  for (const entry of entries) {
    const { draft, hash } = entry;
    if (!draft) {
      sorted.refused.push({ entry, remark: entry.remarks.at(-1) ?? { oddity: "not_an_object", path: "" } });
      continue;
    }
    const key = keyOf(draft);
    const before = known.get(key);
    if (here.has(key) || before?.seenIn === importId) {
      sorted.refused.push({ entry, remark: { oddity: "repeated", path: "" } });
      continue;
    }
    here.add(key);
    if (!before) sorted.added.push({ draft, hash });
    else if (before.hash !== hash || before.isRemoved) sorted.changed.push({ id: before.id, draft, hash });
    else sorted.unchanged.push(before.id);
  }
  return sorted;
}

/**
 * Names whose newest version has to be looked for: those with several, and those of which one came back. A name's only
 * version is its newest.
 */
export function contestedNames({ added, changed }: SortedEntries, stored: readonly Stored[]): string[] {
  const editions = new Map<string, Set<string>>();
  for (const { name, edition } of [...stored, ...added.map(({ draft }) => draft)])
    editions.set(name, (editions.get(name) ?? new Set()).add(edition));
  const back = new Set(stored.flatMap(({ id, isRemoved }) => (isRemoved ? id : [])));
  const touched = [
    ...added.map(({ draft }) => ({ name: draft.name, isBack: false })),
    ...changed.map(({ id, draft }) => ({ name: draft.name, isBack: back.has(id) })),
  ];
  const contested = touched.filter(({ name, isBack }) => isBack || (editions.get(name)?.size ?? 0) > 1);
  return [...new Set(contested.map(({ name }) => name))];
}

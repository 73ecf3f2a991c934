import type { Advisory } from "#app/domain/advisories/advisory-words.ts";

const LONGEST = 64;
const MOST = 60;

/** The lower-case starts an advisory is found by: its id, its other ids, its packages with and without their scope. */
export function advisoryTerms({ osvId, aliases, packages }: Advisory): string[] {
  const names = packages.flatMap(({ name }) => [name, name.slice(name.lastIndexOf("/") + 1)]);
  const terms = [osvId, ...aliases, ...names]
    .map((term) => term.toLowerCase().slice(0, LONGEST))
    .filter(Boolean);
  return [...new Set(terms)].slice(0, MOST);
}

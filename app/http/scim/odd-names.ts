import { Invalid } from "#app/domain/errors.ts";

/** What every object has: the library writes to whatever a filter or path names, and so to what all objects share. */
const SHARED =
  /__\w+__|\b(constructor|prototype|has\w*Property|isPrototypeOf|propertyIs\w+|to\w*String|valueOf)\b/i;
const QUOTED = /"[^"]*"/g;
/** Where the library ends a quoted value or a group elsewhere than the standard does. */
const AMBIGUOUS = /[()[\]]/;
const NAMES_ONLY = /^[\w$.:,\s-]{0,2000}$/;
const MOST_BRANCHES = 3;

/** Refuses what must not reach the library's filters. Quoted values may say anything but a backslash. Throws Invalid. */
export function refuseOddPath(path: string | null | undefined): void {
  if (path && (isOddPath(path) || isBranching(path))) throw new Invalid("There is no such attribute.");
}

/** The same for a list of attributes, which the library reads as a filter too. */
export function refuseOddNames(names: string | null): void {
  if (names !== null && !NAMES_ONLY.test(names)) throw new Invalid("There is no such attribute.");
  refuseOddPath(names);
}

/** A backslash or a quote that does not end takes the library's own pattern longer than anybody waits. */
export function isOddPath(path: string): boolean {
  return /[\\\r\n]/.test(path) || path.replace(QUOTED, " ").includes('"') || SHARED.test(read(path));
}

/** A path without its quoted values, or with them where the library may not take them for such. */
function read(path: string): string {
  const isPlain = (path.match(QUOTED) ?? []).every((value) => !AMBIGUOUS.test(value.slice(1, -1)));
  return isPlain ? path.replace(QUOTED, " ") : path;
}

/** The library multiplies alternatives out: a dozen of them are thousands of filters. */
export function isBranching(path: string): boolean {
  const words = read(path).match(/\b(or|not)\b/gi) ?? [];
  return words.length > MOST_BRANCHES || /\bnot\s*\(/i.test(read(path));
}

/** The same for the keys of a body, at any depth. */
export function refuseOddKeys(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    refuseOddPath(key);
    refuseOddKeys(Reflect.get(value, key));
  }
}

/** What is to be removed by its value becomes a filter in the library, with the words as they stand. Throws Invalid. */
export function refuseOddRemoval(value: unknown): void {
  for (const one of Array.isArray(value) ? value : [value]) {
    for (const [key, part] of Object.entries(Object(one))) {
      if (!/^\w+$/.test(key) || /["\\\r\n()[\]]/.test(String(part))) {
        throw new Invalid("Nobody and nothing here has such a value.");
      }
    }
  }
}

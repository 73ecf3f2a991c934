import { Invalid } from "#app/domain/errors.ts";

const ODD = /__proto__|\bconstructor\b|\bprototype\b/i;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * Refuses a filter or path that names what every object has: the library writes to whatever a path names, and so to
 * what all objects of the process share. Quoted values may say anything. Throws Invalid.
 */
export function refuseOddPath(path: string | null | undefined): void {
  if (path && isOddPath(path)) throw new Invalid("There is no such attribute.");
}

export function isOddPath(path: string): boolean {
  return ODD.test(path.replace(QUOTED, '""'));
}

/** The same for the keys of a body, at any depth. */
export function refuseOddKeys(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    refuseOddPath(key);
    refuseOddKeys(Reflect.get(value, key));
  }
}

/**
 * Readers pass over a key of this name, and then nobody would see, compare or check what stands under it: it is written out
 * as well.
 */
export function writtenKey(key: string): string {
  return key === "__proto__" ? "U+005F_proto__" : key;
}

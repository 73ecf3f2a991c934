import { MANIFEST_LIMITS } from "../manifest-inputs.ts";
import { writtenKey } from "./written-key.ts";

const NUL = String.fromCharCode(0);

/** SHA-256 of a text, hex; whoever reads a list has one. */
export type Digest = (text: string) => string;

/** PostgreSQL keeps neither NUL nor half a character; both are written out, so nothing is lost unseen. */
function written(text: string): string {
  return text.replaceAll(NUL, "U+0000").replace(/\p{Cs}/gu, "\uFFFD");
}

/** A text to be shown, cut to `max`. */
export function storable(text: string, max: number): string {
  const plain = written(text);
  return plain.length > max ? cut(plain, max, "…") : plain;
}

/**
 * A text of a list, cut to `max`. The end of one that is cut says how long it was and names the digest of the whole, so that
 * no change goes unseen by the hash of what is kept, wherever in the text it is.
 */
export function keepable(text: string, max: number, digest: Digest): string {
  const plain = written(text);
  if (plain.length <= max) return plain;
  return cut(plain, max, `… [cut here: ${plain.length} characters in all, SHA-256 ${digest(plain)}]`);
}

function cut(text: string, max: number, end: string): string {
  return `${text.slice(0, max - end.length).replace(/\p{Cs}$/u, "")}${end}`;
}

/** The same for every text and every key inside a value. */
export function storableJson(value: unknown, keep: (text: string, max: number) => string): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (typeof inner === "string") return keep(inner, MANIFEST_LIMITS.textLength);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [keep(writtenKey(key), 1_024), one]));
  });
}

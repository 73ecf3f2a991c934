import { MANIFEST_LIMITS } from "../manifest-inputs.ts";
import { writtenKey } from "./written-key.ts";

const NUL = String.fromCharCode(0);

/** PostgreSQL keeps neither NUL nor half a character; both are written out, so nothing is lost unseen. */
export function storable(text: string, max: number): string {
  const plain = text.replaceAll(NUL, "U+0000").replace(/\p{Cs}/gu, "\uFFFD");
  return plain.length > max ? `${plain.slice(0, max - 1).replace(/\p{Cs}$/u, "")}…` : plain;
}

/** The same for every text and every key inside a value. */
export function storableJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (typeof inner === "string") return storable(inner, MANIFEST_LIMITS.textLength);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, one]) => [storable(writtenKey(key), 1_024), one]),
    );
  });
}

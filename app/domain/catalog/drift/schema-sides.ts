import canonicalize from "canonicalize";

/** A part of two JSON Schemas that differs: what the newer one accepts is more, less, or cannot be told; or only its words differ. */
export type Side = "wider" | "narrower" | "changed" | "words";
export type SchemaLine = { side: Side; text: string };

/** Collects what differs, at a path such as `query.filter`. */
export type Report = (side: Side, path: string, text: string) => void;

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equal text means an equal value, whatever the order of keys. */
export function canonicalText(value: unknown): string {
  return canonicalize(value) ?? "";
}

export function isEqual(one: unknown, other: unknown): boolean {
  return one === other || canonicalText(one) === canonicalText(other);
}

const LONGEST = 60;

/** A value from a server, short enough for a line. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : canonicalText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Reports what a set gained as wider and what it lost as narrower. */
export function compareSets(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  report: (side: "wider" | "narrower", value: string) => void,
): void {
  for (const value of after) if (!before.has(value)) report("wider", value);
  for (const value of before) if (!after.has(value)) report("narrower", value);
}

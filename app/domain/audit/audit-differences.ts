/** One field of an event, as text; undefined where that side does not have it. */
export type Difference = { field: string; before: string | undefined; after: string | undefined };

type Side = Record<string, unknown> | null;

/** The fields of both sides in the order they were written, `before`'s first. */
export function differencesOf(before: Side, after: Side): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({ field, before: textOf(before, field), after: textOf(after, field) }));
}

function textOf(side: Side, field: string): string | undefined {
  if (!side || !Object.hasOwn(side, field)) return undefined;
  const value = side[field];
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length > 0 ? value.join(", ") : "none";
  }
  return JSON.stringify(value);
}

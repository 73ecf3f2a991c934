/** One field of an event, as text; undefined where that side does not have it. */
export type Difference = { field: string; before: string | undefined; after: string | undefined };

type Side = Record<string, unknown> | null;
type Texts = Readonly<Record<string, string>>;

/** The fields of both sides in the order they were written, `before`'s first. `texts` are the words of kept texts, by id. */
export function differencesOf(before: Side, after: Side, texts: Texts = {}): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({
    field,
    before: wordsOf(before, field, texts),
    after: wordsOf(after, field, texts),
  }));
}

/** The ids of kept texts that an event names. */
export function textIdsOf(event: { before: Side; after: Side }): string[] {
  const values = [event.before, event.after].flatMap((side) => Object.values(side ?? {}));
  return values.flatMap((value) => textIdOf(value) ?? []);
}

function textIdOf(value: unknown): string | undefined {
  const isText = typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
  return isText ? String(value.id) : undefined;
}

function wordsOf(side: Side, field: string, texts: Texts): string | undefined {
  if (!side || !Object.hasOwn(side, field)) return undefined;
  const value = side[field];
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length > 0 ? value.join(", ") : "none";
  }
  return texts[textIdOf(value) ?? ""] ?? JSON.stringify(value);
}

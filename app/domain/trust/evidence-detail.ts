const MOST_TEXT = 300;
const MOST_PARTS = 20;
const MOST_DEPTH = 3;
const MOST_CHARACTERS = 4_000;

type Detail = string | number | boolean | null | Detail[] | { [key: string]: Detail };

/** Facts as they may be stored: short texts, few parts, shallow, without NUL or half characters. */
export function boundDetail(detail: Record<string, unknown>): { [key: string]: Detail } {
  const bounded = boundObject(detail, 0);
  if (JSON.stringify(bounded).length <= MOST_CHARACTERS) return bounded;
  const flat = Object.entries(bounded).filter(([, value]) => typeof value !== "object" || value === null);
  return { ...Object.fromEntries(flat.slice(0, 10)), shortened: true };
}

/** At most `most` characters of a text, storable in PostgreSQL. */
export function boundText(text: string, most = MOST_TEXT): string {
  const whole = storable(text);
  return whole.length <= most ? whole : `${storable(whole.slice(0, most - 1))}…`;
}

/** NUL and half characters are what PostgreSQL cannot keep. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "").replace(/\p{Cs}/gu, "\ufffd");
}

function bound(value: unknown, depth: number): Detail {
  if (typeof value === "string") return boundText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null || depth >= MOST_DEPTH) return null;
  if (Array.isArray(value)) return value.slice(0, MOST_PARTS).map((one) => bound(one, depth + 1));
  return boundObject(value, depth);
}

function boundObject(value: object, depth: number): { [key: string]: Detail } {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .slice(0, MOST_PARTS)
      .map(([key, one]) => [boundText(key, 60), bound(one, depth + 1)]),
  );
}

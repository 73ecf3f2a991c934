const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** False when a value holds NUL or half a character, which PostgreSQL's `jsonb` and `text` cannot keep. */
export function isStorableJson(value: unknown): boolean {
  return !UNSTORABLE.test(JSON.stringify(value) ?? "");
}

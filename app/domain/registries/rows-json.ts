/** JSON as PostgreSQL takes it: NUL and half characters, which no text of it can hold, become U+FFFD. */
export function rowsJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json;
  return json.replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, "$1\ufffd");
}

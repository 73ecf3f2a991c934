/** The texts of a posted form, in order. */
export function postedTexts(posted: FormData): [string, string][] {
  return [...posted].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
}

/** The same of the values a refused form gives back. */
export function refusedTexts(values: Readonly<Record<string, readonly string[]>> = {}): [string, string][] {
  return Object.entries(values).flatMap(([name, texts]) =>
    texts.map((text): [string, string] => [name, text]),
  );
}

const rules = new Intl.PluralRules("en-GB");

/** Whole sentences per form; `#` becomes the grouped number: plural(3, { one: "# item needs you", other: "# items need you" }). */
export function plural(count: number, forms: { zero?: string; one: string; other: string }): string {
  if (count === 0 && forms.zero !== undefined) return forms.zero;
  const form = rules.select(count) === "one" ? forms.one : forms.other;
  return form.replace("#", count.toLocaleString("en-GB"));
}

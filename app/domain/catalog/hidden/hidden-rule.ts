/** Which question of trust a rule belongs to. */
export const HIDDEN_KINDS = ["characters", "orders", "other_tools", "exfiltration"] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/**
 * Where text of a server stands: the field's path, such as `inputSchema.properties.path.description`, and no other text of
 * the tool. `isParameter`: it is what a parameter is called.
 */
export type HiddenText = { place: string; text: string; isName: boolean; isParameter?: boolean };

export type Span = { start: number; end: number };

export type HiddenRule = {
  id: string;
  kind: HiddenKind;
  /** For people, ends a sentence that begins with "The text". */
  says: string;
  /** Spans in code units, each a part of the text exactly as it stands. Takes time linear in the text. */
  find: (text: HiddenText) => Iterable<Span>;
};

/** Every match of a pattern whose repetitions are bounded, so that time stays linear. */
export function matches(pattern: RegExp, text: string): Span[] {
  // asked first, since nearly every text holds nothing, and this is many times as fast
  if (text.search(pattern) < 0) return [];
  return [...text.matchAll(pattern)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** A rule made of one bounded, global pattern. */
export function patternRule(rule: Omit<HiddenRule, "find"> & { pattern: RegExp }): HiddenRule {
  const { pattern, ...rest } = rule;
  return { ...rest, find: ({ text }) => matches(pattern, text) };
}

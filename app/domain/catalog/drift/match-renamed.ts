import { canonicalText, isObject } from "./schema-sides.ts";

/** What a tool is told by when its name is another. */
export type Renameable = {
  name: string;
  description: string;
  inputSchema: unknown;
  /** the strongest it can touch */
  mainClass: string;
};

/** Beyond this many pairs only tools that are equal but for their name are taken for renamed. */
const MOST_PAIRS = 60_000;
const MOST_FEATURES = 100;
const LEAST_SCORE = 0.62;
const LEAST_SCHEMA = 0.5;

type Profile = Renameable & {
  exact: string;
  fields: Set<string>;
  words: Set<string>;
  pairs: Set<string>;
};

/**
 * Tools that went under one name and came under another: equal but for the name, else of one class with a similar input,
 * description and name. Each is in one pair at most, and it is the same pairs whichever side is the older one.
 */
export function matchRenamed(
  gone: readonly Renameable[],
  come: readonly Renameable[],
): { before: string; after: string }[] {
  const found: { before: string; after: string }[] = [];
  const left = { gone: new Map(profiles(gone)), come: new Map(profiles(come)) };
  const take = (before: string, after: string) => {
    found.push({ before, after });
    left.gone.delete(before);
    left.come.delete(after);
  };
  const buckets = [bucketsOf(left.gone), bucketsOf(left.come)] as const;
  for (const [exact, names] of buckets[0]) {
    const others = buckets[1].get(exact) ?? [];
    for (const [index, name] of names.slice(0, others.length).entries()) take(name, others[index] ?? name);
  }
  if (left.gone.size * left.come.size > MOST_PAIRS) return found;
  const scored: { before: string; after: string; score: number; key: string }[] = [];
  for (const before of left.gone.values()) {
    for (const after of left.come.values()) {
      const score = likeness(before, after);
      if (score < LEAST_SCORE) continue;
      const key = [before.name, after.name].sort().join("\n");
      scored.push({ before: before.name, after: after.name, score, key });
    }
  }
  scored.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  for (const { before, after } of scored) {
    if (left.gone.has(before) && left.come.has(after)) take(before, after);
  }
  return found;
}

function* profiles(tools: readonly Renameable[]): Iterable<[string, Profile]> {
  for (const tool of tools) {
    const fields = new Set(fieldsOf(tool.inputSchema).slice(0, MOST_FEATURES));
    yield [
      tool.name,
      {
        ...tool,
        exact: canonicalText([tool.mainClass, tool.description, tool.inputSchema]),
        fields,
        words: new Set(
          (tool.description.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_FEATURES),
        ),
        pairs: pairsOf(tool.name),
      },
    ];
  }
}

/** Names by what they share, in order. Tools without any words or fields share too little to be told apart. */
function bucketsOf(tools: ReadonlyMap<string, Profile>): Map<string, string[]> {
  const buckets = new Map<string, string[]>();
  for (const name of [...tools.keys()].sort()) {
    const profile = tools.get(name);
    if (!profile || (profile.words.size === 0 && profile.fields.size === 0)) continue;
    const names = buckets.get(profile.exact);
    if (names) names.push(name);
    else buckets.set(profile.exact, [name]);
  }
  return buckets;
}

function likeness(before: Profile, after: Profile): number {
  if (before.mainClass !== after.mainClass) return 0;
  const schema = share(before.fields, after.fields, 1);
  if (schema < LEAST_SCHEMA) return 0;
  return (
    0.4 * schema + 0.35 * share(before.words, after.words, 0) + 0.25 * share(before.pairs, after.pairs, 0)
  );
}

/** Common ones among all, 0 to 1; `none` when neither has any. */
function share(one: ReadonlySet<string>, other: ReadonlySet<string>, none: number): number {
  if (one.size === 0 && other.size === 0) return none;
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let common = 0;
  for (const value of small) if (large.has(value)) common += 1;
  return common / (one.size + other.size - common);
}

function fieldsOf(schema: unknown): string[] {
  if (!isObject(schema) || !isObject(schema.properties)) return [];
  return Object.entries(schema.properties).map(
    ([name, field]) => `${name}:${isObject(field) ? canonicalText(field.type) : ""}`,
  );
}

/** Neighbouring letters of a name, without case and separators. */
function pairsOf(name: string): Set<string> {
  const letters = `^${name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .slice(0, MOST_FEATURES)}$`;
  return new Set(Array.from({ length: letters.length - 1 }, (_, at) => letters.slice(at, at + 2)));
}

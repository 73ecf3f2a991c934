import { baseForm, openingWords, wordsOf } from "./name-words.ts";
import { type Parameter, parametersOf } from "./parameters.ts";
import { ALL_VERBS, RUNS, type TouchedClass, VERBS } from "./verb-words.ts";

/** What the rules look at, taken apart once a tool. */
export type ToolWords = {
  name: readonly string[];
  /** Verbs the name leads with: the first known one among the first three words, and those after "and" or "or". */
  verbs: ReadonlySet<string>;
  opening: readonly string[];
  /** The verb the description begins with, in its base form; null: it begins otherwise. */
  openingVerb: string | null;
  description: string;
  parameters: readonly Parameter[];
};

export type InferenceRule = {
  id: string;
  class: TouchedClass;
  /** For people, ends a sentence that begins with "when". */
  says: string;
  holds: (tool: ToolWords) => boolean;
};

const MOST_DESCRIPTION = 4_000;

export function toolWords(tool: {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}): ToolWords {
  const name = wordsOf(tool.name);
  const opening = openingWords(tool.description);
  const first = baseForm(opening[0] ?? "", ALL_VERBS);
  return {
    name,
    verbs: leadingVerbs(name),
    opening,
    openingVerb: ALL_VERBS.has(first) ? first : null,
    description: tool.description.trimStart().slice(0, MOST_DESCRIPTION).toLowerCase(),
    parameters: parametersOf(tool.inputSchema),
  };
}

function leadingVerbs(name: readonly string[]): ReadonlySet<string> {
  const at = name.slice(0, 3).findIndex((word) => ALL_VERBS.has(word) || RUNS.has(word));
  const verbs = new Set<string>();
  const lead = name[at];
  if (lead === undefined) return verbs;
  verbs.add(lead);
  name.forEach((word, index) => {
    if (index > at && (name[index - 1] === "and" || name[index - 1] === "or") && ALL_VERBS.has(word))
      verbs.add(word);
  });
  return verbs;
}

export const some = (list: Iterable<string>, set: ReadonlySet<string>): boolean => {
  for (const word of list) if (set.has(word)) return true;
  return false;
};
export const leads = ({ verbs }: ToolWords, set: ReadonlySet<string>) => some(verbs, set);
export const opens = ({ openingVerb }: ToolWords, set: ReadonlySet<string>) =>
  openingVerb !== null && set.has(openingVerb);
export const isReading = (tool: ToolWords) => leads(tool, VERBS.read);
export const takes = (
  { parameters }: ToolWords,
  pattern: RegExp,
  counts: (parameter: Parameter) => boolean = () => true,
) => parameters.some((one) => one.isText && pattern.test(one.plain) && counts(one));

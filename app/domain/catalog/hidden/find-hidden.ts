import type { ManifestTool } from "../manifest-inputs.ts";
import { CHARACTER_RULES } from "./character-rules.ts";
import type { HiddenKind, HiddenRule, HiddenText } from "./hidden-rule.ts";
import { ORDER_RULES } from "./order-rules.ts";
import { PARAMETER_RULES } from "./parameter-rules.ts";
import { REACH_AWAY_RULES } from "./reach-away-rules.ts";
import { textsOfServer, textsOfTool } from "./tool-texts.ts";

/** The open list of checks over what a server says. Ids are stable: they are stored with each finding. */
export const HIDDEN_RULES: readonly HiddenRule[] = [
  ...CHARACTER_RULES,
  ...ORDER_RULES,
  ...REACH_AWAY_RULES,
  ...PARAMETER_RULES,
];

/** One thing found: the span in code units of the text that stands at `place`. */
export type HiddenFinding = { rule: string; kind: HiddenKind; place: string; start: number; end: number };

const MOST_FINDINGS = 20;
const LONGEST_MARK = 200;
/** One word of plain letters: no rule but those for parameters finds anything in it. */
const PLAIN_WORD = /^\w{1,64}$/;

/**
 * What is hidden in the texts of a tool, or looks like an order to the model; at most 20, of which no rule takes all while
 * another found something too. Pure and linear in the text.
 */
export function hiddenInTool(tool: ManifestTool): HiddenFinding[] {
  return hiddenIn(textsOfTool(tool));
}

/** The same for what a server says beside its tools. */
export function hiddenInServer(server: Parameters<typeof textsOfServer>[0]): HiddenFinding[] {
  return hiddenIn(textsOfServer(server));
}

/** A rule and the words it found, as often as it found them: what tells a new order from one that was approved. */
export type HiddenMark = { rule: string; words: string };

export function marksOfTool(tool: ManifestTool): HiddenMark[] {
  return marksIn(textsOfTool(tool));
}

/** The same of what a server says beside its tools. */
export function marksOfServer(server: Parameters<typeof textsOfServer>[0]): HiddenMark[] {
  return marksIn(textsOfServer(server));
}

function marksIn(texts: readonly HiddenText[]): HiddenMark[] {
  return texts.flatMap((text) =>
    findingsIn(text).map(({ rule, start, end }) => ({
      rule: rule.id,
      words: text.text.slice(start, Math.min(end, start + LONGEST_MARK)),
    })),
  );
}

function findingsIn(text: HiddenText): { rule: HiddenRule; start: number; end: number }[] {
  const rules = PLAIN_WORD.test(text.text) ? PARAMETER_RULES : HIDDEN_RULES;
  return rules.flatMap((rule) => [...rule.find(text)].map((span) => ({ rule, ...span })));
}

function hiddenIn(texts: readonly HiddenText[]): HiddenFinding[] {
  const times = new Map<string, number>();
  const found = texts.flatMap((text) =>
    findingsIn(text).map(({ rule, start, end }) => {
      const time = times.get(rule.id) ?? 0;
      times.set(rule.id, time + 1);
      return { time, finding: { rule: rule.id, kind: rule.kind, place: text.place, start, end } };
    }),
  );
  const kept = new Set(found.toSorted((one, other) => one.time - other.time).slice(0, MOST_FINDINGS));
  return found.filter((one) => kept.has(one)).map(({ finding }) => finding);
}

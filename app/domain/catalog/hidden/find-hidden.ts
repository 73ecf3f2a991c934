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
const LONGEST_PLACE = 300;

/** What is hidden in the texts of a tool, or looks like an order to the model; at most 20. Pure and linear in the text. */
export function hiddenInTool(tool: ManifestTool): HiddenFinding[] {
  return hiddenIn(textsOfTool(tool));
}

/** The same for what a server says beside its tools. */
export function hiddenInServer(server: Parameters<typeof textsOfServer>[0]): HiddenFinding[] {
  return hiddenIn(textsOfServer(server));
}

export function hasHiddenInstruction(tool: ManifestTool): boolean {
  return hiddenInTool(tool).length > 0;
}

function hiddenIn(texts: readonly HiddenText[]): HiddenFinding[] {
  const found: HiddenFinding[] = [];
  for (const text of texts)
    for (const rule of HIDDEN_RULES)
      for (const { start, end } of rule.find(text)) {
        if (found.length === MOST_FINDINGS) return found;
        found.push({ rule: rule.id, kind: rule.kind, place: text.place.slice(0, LONGEST_PLACE), start, end });
      }
  return found;
}

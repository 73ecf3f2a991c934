import type { ToolChange, ToolDrift } from "./compare-tools.ts";
import { type ChangeKind, type DriftClass, type DriftPolicy, stricter } from "./drift-words.ts";

export type ClassifiedTool = ToolDrift & { class: DriftClass };

/** What a drift comes to under a policy. */
export type ClassifiedDrift = {
  /** the strictest of everything; null: nothing changed */
  class: DriftClass | null;
  /** of the changes that concern the whole server */
  wholeClass: DriftClass | null;
  whole: (ToolChange & { class: DriftClass })[];
  tools: ClassifiedTool[];
};

/** What one drift came to, for the history and for decisions: the first tools that differ, by name. */
export type DriftSummary = {
  tools: (Pick<ClassifiedTool, "name" | "was" | "fate" | "class"> & { kinds: string[] })[];
  whole: string[];
};

/** Each change by the policy; a tool is as strict as its strictest change, the whole as its strictest part. */
export function classifyDrift(
  drift: { whole: readonly ToolChange[]; tools: readonly ToolDrift[] },
  policy: DriftPolicy,
): ClassifiedDrift {
  const whole = drift.whole.map((change) => ({ ...change, class: policy[change.kind] }));
  const tools = drift.tools.map((tool) => ({
    ...tool,
    class: strictest(tool.changes.map(({ kind }) => policy[kind])) ?? "block",
  }));
  const wholeClass = strictest(whole.map((one) => one.class));
  return {
    class: strictest([...(wholeClass ? [wholeClass] : []), ...tools.map((one) => one.class)]),
    wholeClass,
    whole,
    tools,
  };
}

function strictest(classes: readonly DriftClass[]): DriftClass | null {
  return classes.reduce<DriftClass | null>((before, now) => stricter(before, now), null);
}

/** The kinds two policies make something else of. */
export function kindsThatDiffer(before: DriftPolicy, after: DriftPolicy): ChangeKind[] {
  return (Object.keys(before) as ChangeKind[]).filter((kind) => before[kind] !== after[kind]);
}

/** What a drift of these kinds comes to; null: of none. */
export function classOfKinds(kinds: readonly ChangeKind[], policy: DriftPolicy): DriftClass | null {
  return strictest(kinds.map((kind) => policy[kind]));
}

import { canonicalTool } from "../canonical-tool.ts";
import type { ToolClass } from "../catalog-words.ts";
import type { HiddenMark } from "../hidden/find-hidden.ts";
import type { ManifestTool } from "../manifest-inputs.ts";
import { hintChanges, isScopeWider } from "./class-changes.ts";
import { compareSchemas } from "./compare-schemas.ts";
import type { ChangeKind } from "./drift-words.ts";
import { matchRenamed } from "./match-renamed.ts";
import { isEqual, type Side } from "./schema-sides.ts";

/** A tool as one manifest listed it, with what was found out about it. */
export type ComparedTool = {
  tool: ManifestTool;
  /** what it can touch, the strongest last */
  touched: readonly ToolClass[];
  /** what in its text seems to give a model orders */
  marks?: readonly HiddenMark[];
};

export type ToolChange = { kind: ChangeKind; detail: string[] };

/** What became of one tool. `name` is today's, or the last it had; `was` the former one of a renamed tool. */
export type ToolDrift = {
  name: string;
  was: string | null;
  fate: "added" | "removed" | "renamed" | "changed";
  changes: ToolChange[];
};

/**
 * Two tool sets held against each other, whatever their order: one entry per tool that is not the same, in name order.
 * `same` counts the others, so that every tool of either set is accounted for exactly once.
 */
export function compareTools(
  before: readonly ComparedTool[],
  after: readonly ComparedTool[],
): { drifts: ToolDrift[]; same: number } {
  const [old, now] = [byName(before), byName(after)];
  const gone = before.filter(({ tool }) => !now.has(tool.name));
  const come = after.filter(({ tool }) => !old.has(tool.name));
  const renamed = matchRenamed(gone.map(renameable), come.map(renameable));
  const newNames = new Map(renamed.map((pair) => [pair.before, pair.after]));
  const taken = new Set(newNames.values());
  const drifts: ToolDrift[] = [];
  let same = 0;
  for (const former of before) {
    const was = former.tool.name;
    const name = newNames.get(was) ?? was;
    const next = now.get(name);
    if (!next) {
      drifts.push({ name, was: null, fate: "removed", changes: [{ kind: "removed", detail: [] }] });
    } else if (name !== was) {
      const sameName = { ...next, tool: { ...next.tool, name: was } };
      const changes = [{ kind: "renamed" as const, detail: [] }, ...changesOf(former, sameName)];
      drifts.push({ name, was, fate: "renamed", changes });
    } else {
      const changes = changesOf(former, next);
      if (changes.length === 0) same += 1;
      else drifts.push({ name, was: null, fate: "changed", changes });
    }
  }
  for (const { tool, marks } of come) {
    if (taken.has(tool.name)) continue;
    const changes: ToolChange[] = [{ kind: "added", detail: [] }, ...newOrders([], marks)];
    drifts.push({ name: tool.name, was: null, fate: "added", changes });
  }
  return { drifts: drifts.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), same };
}

function byName(tools: readonly ComparedTool[]): Map<string, ComparedTool> {
  return new Map(tools.map((one) => [one.tool.name, one]));
}

function renameable({ tool, touched }: ComparedTool) {
  const mainClass = touched.at(-1) ?? "undeclared";
  return { name: tool.name, description: tool.description, inputSchema: tool.inputSchema, mainClass };
}

const SCHEMA_KINDS = {
  wider: "schema_widened",
  narrower: "schema_narrowed",
  changed: "schema_changed",
} as const satisfies Partial<Record<Side, ChangeKind>>;

/** What differs between two versions of one tool; empty exactly when their canonical forms and marks are equal. */
function changesOf(before: ComparedTool, after: ComparedTool): ToolChange[] {
  const [old, now] = [before.tool, after.tool];
  const orders = newOrders(before.marks, after.marks);
  if (canonicalTool(old) === canonicalTool(now)) return orders;
  const changes: ToolChange[] = [];
  if (titleOf(old) !== titleOf(now)) changes.push({ kind: "title_changed", detail: [] });
  changes.push(...inputChanges(old, now), ...hintChanges(old.annotations, now.annotations));
  if (!isEqual(outputOf(old), outputOf(now)))
    changes.push({ kind: "output_changed", detail: outputLines(old, now) });
  if (!isEqual(restOf(old), restOf(now))) changes.push({ kind: "other_changed", detail: [] });
  if (changes.length === 0) changes.push({ kind: "written_otherwise", detail: [] });
  if (isScopeWider(before.touched, after.touched)) {
    changes.push({ kind: "scope_widened", detail: [`was ${words(before)}, is ${words(after)}`] });
  }
  return [...changes, ...orders];
}

/** What looks like an order and did not stand there before, or not as often, by rule; approved ones excuse no new one. */
export function newOrders(
  before: readonly HiddenMark[] = [],
  after: readonly HiddenMark[] = [],
): ToolChange[] {
  const known = new Map<string, number>();
  for (const mark of before) known.set(keyOf(mark), (known.get(keyOf(mark)) ?? 0) + 1);
  const rules = new Set<string>();
  for (const mark of after) {
    const left = known.get(keyOf(mark)) ?? 0;
    if (left === 0) rules.add(mark.rule);
    else known.set(keyOf(mark), left - 1);
  }
  return rules.size > 0 ? [{ kind: "hidden_instructions", detail: [...rules].sort() }] : [];
}

function keyOf({ rule, words }: HiddenMark): string {
  return `${rule} ${words}`;
}

function inputChanges(before: ManifestTool, after: ManifestTool): ToolChange[] {
  const { sides, lines } = compareSchemas(before.inputSchema, after.inputSchema);
  const wordLines = lines.filter(({ side }) => side === "words").map(({ text }) => text);
  const changes: ToolChange[] = [];
  if (before.description !== after.description || sides.has("words")) {
    changes.push({ kind: "description_changed", detail: wordLines });
  }
  const side =
    sides.has("changed") || (sides.has("wider") && sides.has("narrower"))
      ? "changed"
      : sides.has("wider")
        ? "wider"
        : sides.has("narrower")
          ? "narrower"
          : null;
  if (side === null) return changes;
  const detail = lines.filter((line) => line.side !== "words").map(({ text }) => text);
  return [...changes, { kind: SCHEMA_KINDS[side], detail }];
}

function titleOf({ title, annotations }: ManifestTool): string | undefined {
  return title ?? annotations?.title;
}

function words({ touched }: ComparedTool): string {
  return touched.join(", ");
}

function outputOf(tool: ManifestTool): unknown {
  return "outputSchema" in tool ? tool.outputSchema : undefined;
}

/** How what a tool gives back differs, in lines. */
function outputLines(before: ManifestTool, after: ManifestTool): string[] {
  const [old, now] = [outputOf(before), outputOf(after)];
  if (old === undefined) return ["nothing was said of it before"];
  if (now === undefined) return ["nothing is said of it any more"];
  return compareSchemas(old, now).lines.map(({ text }) => text);
}

const WEIGHED = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];
const WEIGHED_HINTS = ["title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

/** What a server says of a tool beside everything that is weighed one by one. */
function restOf(tool: ManifestTool): unknown {
  const without = (value: object, names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(value).filter(([name, held]) => held !== undefined && !names.includes(name)),
    );
  return [without(tool, WEIGHED), without(tool.annotations ?? {}, WEIGHED_HINTS)];
}

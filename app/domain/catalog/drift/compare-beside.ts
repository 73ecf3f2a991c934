import { marksOfServer } from "../hidden/find-hidden.ts";
import type { ManifestBeside } from "../manifest-inputs.ts";
import { newOrders, type ToolChange } from "./compare-tools.ts";
import { canonicalText, shown } from "./schema-sides.ts";

/** What a server says beside its tools. */
export type Beside = Pick<ManifestBeside, "instructions" | "prompts" | "resources">;

const MOST_LINES = 20;

/**
 * How what a server says beside its tools differs. Instructions that are gone tell the model nothing that was not approved,
 * and a list that one side could not look at is not held against the other. Null: it was listed before that was asked for.
 */
export function compareBeside(before: Beside | null, after: Beside | null): ToolChange[] {
  if (!before || !after) return [];
  const changes: ToolChange[] = [];
  if (after.instructions && after.instructions !== before.instructions) {
    const detail = before.instructions ? [] : ["there were none before"];
    changes.push({ kind: "instructions_changed", detail });
  }
  const lines = [
    ...listLines("prompt", before.prompts, after.prompts, ({ name }) => name),
    ...listLines("resource", before.resources, after.resources, ({ uri }) => uri),
  ];
  if (lines.length > 0) {
    const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : [];
    changes.push({ kind: "offers_changed", detail: [...lines.slice(0, MOST_LINES), ...more] });
  }
  return [...changes, ...newOrders(marksOfServer(before), marksOfServer(after))];
}

function listLines<T>(
  what: string,
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
  nameOf: (one: T) => string,
): string[] {
  if (!before || !after) return [];
  const [old, now] = [textsByName(before, nameOf), textsByName(after, nameOf)];
  const lines: string[] = [];
  for (const [name, text] of now) {
    const was = old.get(name);
    if (was === undefined) lines.push(`${what} ${shown(name)} is new`);
    else if (was !== text) lines.push(`${what} ${shown(name)} changed`);
  }
  for (const name of old.keys()) if (!now.has(name)) lines.push(`${what} ${shown(name)} is gone`);
  return lines;
}

/** Of each name all that is listed under it, whatever the order. */
function textsByName<T>(list: readonly T[], nameOf: (one: T) => string): Map<string, string> {
  const texts = new Map<string, string[]>();
  for (const one of list) texts.set(nameOf(one), [...(texts.get(nameOf(one)) ?? []), canonicalText(one)]);
  return new Map([...texts].map(([name, all]) => [name, all.sort().join("\n")]));
}

import { TOOL_CLASSES, type ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import { plural } from "#app/ui/plural.ts";

const WORDS: Record<ToolClass, string> = {
  read: "read",
  network: "network",
  undeclared: "undeclared",
  write: "write",
  messages: "messages",
  secrets: "secrets",
  destructive: "destructive",
  execute: "execute",
};

export function totalTools(tools: NonNullable<ToolCounts>): number {
  return TOOL_CLASSES.reduce((sum, one) => sum + tools[one], 0);
}

/**
 * What a server can touch, by the most powerful class any of its tools has; an unasked server says so and shows no number.
 * That a server only reads is its own word, and is said to be.
 */
export function touchWords(tools: ToolCounts): string {
  if (tools === null) return "Not looked yet";
  const total = totalTools(tools);
  const all = plural(total, { zero: "No tools", one: "# tool", other: "# tools" });
  if (total === 0) return all;
  const worst = [...TOOL_CLASSES].reverse().find((one) => tools[one] > 0) ?? "undeclared";
  return worst === "read" ? `${all}, declared read only` : `${all}, ${tools[worst]} ${WORDS[worst]}`;
}

import type { ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import { plural } from "#app/ui/plural.ts";

/** What a server can touch, by the worst its tools claim; an unasked server says so and shows no number. */
export function touchWords(tools: ToolCounts): string {
  if (tools === null) return "Not looked yet";
  const total = tools.read + tools.write + tools.destructive + tools.undeclared;
  const all = plural(total, { zero: "No tools", one: "# tool", other: "# tools" });
  if (total === 0) return all;
  if (tools.destructive > 0) return `${all}, ${tools.destructive} destructive`;
  if (tools.undeclared > 0) return `${all}, ${tools.undeclared} undeclared`;
  return tools.write > 0 ? `${all}, ${tools.write} write` : `${all}, read only`;
}
